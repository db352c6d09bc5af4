import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'writable-root-filesystem',
  on: 'container',
  title: 'Container can write to its own file system',
  why: 'An attacker who runs code in the container drops tools there and changes the program that starts next.',
  fix: 'Set readOnlyRootFilesystem to true. Mount an emptyDir where the program writes.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) =>
    !container.readOnlyRootFilesystem
      ? [
          {
            message: 'can write to its own file system',
            evidence: [container.at('securityContext', 'readOnlyRootFilesystem')],
            expected: 'true',
            change: {
              target: container.workload.ref,
              title: `Set readOnlyRootFilesystem to true in container ${container.name}`,
              edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'securityContext', 'readOnlyRootFilesystem'], value: true }],
              breaks: 'Programs that write outside of mounted volumes, /tmp among them.',
            },
          },
        ]
      : [],
  examples: {
    bad: [inContainer('securityContext: {runAsNonRoot: true}')],
    good: [inContainer('securityContext: {readOnlyRootFilesystem: true}')],
    unknown: [],
  },
});

export default rule;
