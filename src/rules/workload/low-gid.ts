import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'low-gid',
  on: 'container',
  title: 'Container runs as a GID that the node may use as well',
  why: 'Systems give GIDs up to 10000 to groups of their own. Outside of a user namespace a process that breaks out has the rights of the group on the node with the same number.',
  fix: 'Give it a GID above 10000.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  // Beside a low UID both numbers are one finding, of low-uid.
  appliesTo: ({ workload, runAsUser }) => !workload.windows && !(runAsUser !== undefined && runAsUser > 0 && runAsUser <= 10_000) && !(workload.userNamespace.known && workload.userNamespace.value),
  check: (container) => {
    const id = container.runAsGroup;
    // GID 0 and what the image decides are matters of root-group.
    if (id === undefined || id === 0 || id > 10_000) return [];
    const seen = container.at('securityContext', 'runAsGroup');
    return [
      {
        message: `runs as GID ${id}`,
        evidence: [seen],
        expected: 'above 10000',
        change: {
          target: container.workload.ref,
          title: `Give container ${container.name} a GID above 10000`,
          edits: [{ op: 'set', path: seen.path, value: 10001 }],
          breaks: 'Files in the image or on volumes that belong to the present GID.',
        },
      },
    ];
  },
  examples: {
    bad: [inContainer('securityContext: {runAsGroup: 1000}'), inPod('securityContext: {runAsUser: 10001, runAsGroup: 999}')],
    good: [inContainer('securityContext: {runAsGroup: 10001}')],
    unknown: [],
  },
});

export default rule;
