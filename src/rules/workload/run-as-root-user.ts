import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'run-as-root-user',
  on: 'container',
  title: 'Container runs as UID 0',
  why: 'The manifest itself asks for root. A process that breaks out of the container is root on the node unless a user namespace stands between.',
  fix: 'Give it a UID above 0.',
  severity: { gain: 'workload', position: 'a container', effort: 'none' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) =>
    container.runAsUser === 0
      ? [
          {
            message: 'runs as UID 0',
            evidence: [container.at('securityContext', 'runAsUser')],
            expected: '10001',
            ...(container.workload.userNamespace.known && container.workload.userNamespace.value ? { factors: { effort: 'several weaknesses' } } : {}),
            change: {
              target: container.workload.ref,
              title: `Give it a UID above 0 in container ${container.name}`,
              edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'securityContext', 'runAsUser'], value: 10001 }],
              breaks: 'Files in the image or on volumes that only root may read or write.',
            },
          },
        ]
      : [],
  examples: {
    bad: [inContainer('securityContext: {runAsUser: 0}')],
    good: [inContainer('securityContext: {runAsUser: 10001}')],
    unknown: [],
  },
});

export default rule;
