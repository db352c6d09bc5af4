import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'privileged',
  on: 'container',
  title: 'Container runs privileged',
  why: 'A privileged container has every capability and every device of its node. Whoever takes it over mounts the disk of the node, reads the credentials of its kubelet and of every pod on it, and is root there.',
  fix: 'Run it without privilege. Give the one capability or device it needs.',
  severity: { gain: 'node', position: 'a container', effort: 'none' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) =>
    container.privileged
      ? [
          {
            message: 'runs privileged',
            evidence: [container.at('securityContext', 'privileged')],
            expected: 'false',
            // In a user namespace its root owns nothing on the node.
            ...(container.workload.userNamespace.known && container.workload.userNamespace.value ? { factors: { gain: 'workload' } } : {}),
            change: {
              target: container.workload.ref,
              title: `Run it without privilege in container ${container.name}`,
              edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'securityContext', 'privileged'], value: false }],
              breaks: 'What needs devices or kernel settings of the node, such as building images with Docker.',
            },
          },
        ]
      : [],
  examples: {
    bad: [inContainer('securityContext: {privileged: true}')],
    good: [inContainer('securityContext: {privileged: false}')],
    unknown: [],
  },
});

export default rule;
