import type { Container } from '../../cluster/workload.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';

function isLow(id: number | undefined): boolean {
  return id !== undefined && id > 0 && id <= 10_000;
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'low-uid',
  on: 'container',
  title: 'Container runs as a UID that the node may use as well',
  why: 'Systems give UIDs up to 10000 to accounts of their own. Outside of a user namespace a process that breaks out has the rights of the account on the node with the same number.',
  fix: 'Give it a UID above 10000.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  appliesTo: ({ workload }) => !workload.windows && !(workload.userNamespace.known && workload.userNamespace.value),
  check: (container: Container) => {
    // UID 0 and what the image decides are matters of run-as-root-user and run-as-non-root.
    if (!isLow(container.runAsUser)) return [];
    const seen = [container.at('securityContext', 'runAsUser')] as const;
    const group = isLow(container.runAsGroup) ? [container.at('securityContext', 'runAsGroup')] : [];
    return [
      {
        message: `runs as UID ${container.runAsUser}${group.length > 0 ? ` and GID ${container.runAsGroup}` : ''}`,
        evidence: [...seen, ...group],
        expected: 'above 10000',
        change: {
          target: container.workload.ref,
          title: `Give container ${container.name} a UID${group.length > 0 ? ' and a GID' : ''} above 10000`,
          edits: [...seen, ...group].map(({ path }) => ({ op: 'set' as const, path, value: 10001 })),
          breaks: 'Files in the image or on volumes that belong to the present UID.',
        },
      },
    ];
  },
  examples: {
    bad: [inContainer('securityContext: {runAsUser: 1000, runAsGroup: 1000}'), inPod('securityContext: {runAsUser: 999}')],
    good: [inContainer('securityContext: {runAsUser: 10001}')],
    unknown: [],
  },
});

export default rule;
