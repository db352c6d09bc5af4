import { entries } from '../../cluster/read.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'host-port',
  on: 'container',
  title: 'Container listens on a port of its node',
  why: 'Everyone who reaches the address of the node reaches the container, past Services, Ingresses and their access rules.',
  fix: 'Publish it through a Service, and leave hostPort unset.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  // On the network of the node every port is one of the node: host-network says so.
  appliesTo: (container) => !container.workload.hostNetwork,
  check: (container) =>
    entries(container.spec['ports'])
      .filter(({ value }) => typeof value['hostPort'] === 'number' && value['hostPort'] !== 0)
      .map(({ index, value }) => ({
        message: `listens on port ${String(value['hostPort'])} of its node`,
        evidence: [container.at('ports', index, 'hostPort')],
        expected: 'unset',
        change: {
          target: container.workload.ref,
          title: `Leave hostPort of container ${container.name} unset`,
          edits: [{ op: 'remove', path: [...container.workload.specPath, ...container.path, 'ports', index, 'hostPort'] }],
          breaks: 'Clients that connect to the address of the node.',
        },
      })),
  examples: {
    bad: [inContainer('ports: [{containerPort: 8080, hostPort: 8080}]')],
    good: [inContainer('ports: [{containerPort: 8080, hostPort: 0}]'), inContainer('ports: [{containerPort: 8080}]')],
    unknown: [],
  },
});

export default rule;
