import { entries, texts } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'ssh-server',
  on: 'container',
  title: 'Container runs an SSH server',
  why: 'It is a door beside Kubernetes: keys and passwords that nobody revokes, sessions that no audit log of the API server shows. An attacker who adds a key keeps it.',
  fix: 'Take the server out of the image. Use kubectl exec, which asks for rights and leaves a trace.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  check: (container) => {
    const ports = entries(container.spec['ports'])
      .filter(({ value }) => value['containerPort'] === 22)
      .map(({ index }): Breach => ({ message: 'listens on port 22', evidence: [container.at('ports', index, 'containerPort')], expected: 'no SSH server' }));
    const starts = (field: string): boolean => texts(container.spec[field]).some((word) => word.includes('sshd') && /(^|[\s;&|])(\S*\/)?sshd(\s|$)/.test(word));
    if (ports.length > 0 || !(starts('command') || starts('args'))) return ports;
    const field = texts(container.spec['command']).length > 0 ? 'command' : 'args';
    return [{ message: 'starts sshd', evidence: [evidence(container.workload.ref, container.at(field).path, 'sshd')], expected: 'no SSH server' }];
  },
  examples: {
    bad: [inContainer('ports: [{containerPort: 22}]'), inContainer('command: [/usr/sbin/sshd, -D]'), inContainer('command: [sh, -c]\nargs: ["/setup && exec /usr/sbin/sshd -D"]')],
    good: [inContainer('ports: [{containerPort: 8022}]\nargs: [--ssh-known-hosts=/etc/ssh/known_hosts]')],
    unknown: [],
  },
});

export default rule;
