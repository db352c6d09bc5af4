import { entries, fields } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';

/** The first port that needs no right in this pod. */
function firstFreePort(workload: Workload): number {
  const sysctls = entries(fields(workload.spec['securityContext'])?.['sysctls']);
  const start = sysctls.find(({ value }) => value['name'] === 'net.ipv4.ip_unprivileged_port_start')?.value['value'];
  return typeof start === 'string' ? Number(start) : 1024;
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'privileged-port',
  on: 'container',
  title: 'Container listens on a port below 1024',
  why: 'On many runtimes such a port takes root or NET_BIND_SERVICE, so the program keeps a right that an attacker gets with it.',
  fix: 'Listen on a port above 1023 and let the Service map it.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  appliesTo: ({ workload }) => !workload.windows,
  check: (container) => {
    const free = firstFreePort(container.workload);
    return entries(container.spec['ports']).flatMap(({ index, value }) => {
      const port = value['containerPort'];
      // Port 22 is ssh-server's matter.
      if (typeof port !== 'number' || port < 1 || port >= free || port === 22) return [];
      return { message: `listens on port ${port}`, evidence: [container.at('ports', index, 'containerPort')], expected: 'above 1023' };
    });
  },
  examples: {
    bad: [inContainer('ports: [{containerPort: 80}]')],
    good: [inContainer('ports: [{containerPort: 8080}]'), inPod('securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}]}').replace('    - name: app\n', '    - name: app\n      ports: [{containerPort: 80}]\n')],
    unknown: [],
  },
});

export default rule;
