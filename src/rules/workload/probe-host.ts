import { fields, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { valueAt, type Path } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

/** Every place where a probe or hook can name a host. */
const owners: readonly Path[] = [['livenessProbe'], ['readinessProbe'], ['startupProbe'], ['lifecycle', 'postStart'], ['lifecycle', 'preStop']];

function hostsOf({ spec }: Container): readonly { readonly path: Path; readonly host: string }[] {
  const found: { path: Path; host: string }[] = [];
  for (const owner of owners) {
    const probe = fields(valueAt(spec, owner));
    if (!probe) continue;
    for (const by of ['httpGet', 'tcpSocket']) {
      const host = text(fields(probe[by])?.['host']) ?? '';
      if (host !== '') found.push({ path: [...owner, by, 'host'], host });
    }
  }
  return found;
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'probe-host',
  on: 'container',
  title: 'Probe of the container connects to another host',
  why: 'The kubelet sends the request, from the network of the node and past every NetworkPolicy. Whoever writes the pod uses it to reach what only nodes reach, and learns from the answer whether it is there. Pod Security baseline forbids the field from 1.34.',
  fix: 'Leave host unset, so that the probe goes to the pod.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  check: (container) =>
    hostsOf(container).map(({ path, host }) => ({
      message: `lets the kubelet connect to ${host}`,
      evidence: [container.at(...path)],
      expected: 'unset',
      change: {
        target: container.workload.ref,
        title: `Let the probes of container ${container.name} go to the pod`,
        edits: [{ op: 'remove', path: [...container.workload.specPath, ...container.path, ...path] }],
        breaks: 'Probes of a program that listens on another address only, such as 127.0.0.1.',
      },
    })),
  examples: {
    bad: [
      inContainer('livenessProbe: {httpGet: {host: 169.254.169.254, port: 80, path: /}}'),
      inContainer('lifecycle: {preStop: {tcpSocket: {host: db.example, port: 5432}}}'),
    ],
    good: [inContainer('livenessProbe: {httpGet: {host: "", port: 8080, path: /}}\nreadinessProbe: {exec: {command: ["true"]}}')],
    unknown: [],
  },
});

export default rule;
