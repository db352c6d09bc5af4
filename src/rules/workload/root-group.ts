import { fields } from '../../cluster/read.ts';
import type { Container, Workload } from '../../cluster/workload.ts';
import type { Evidence } from '../../model/evidence.ts';
import { unknown } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const imageGroups: Gap = gap('registry', 'gap/image-groups', "Which group do the images run in whose pods set no runAsGroup? Each image's USER and /etc/passwd say: docker run --rm --entrypoint id IMAGE");

/** A container that may be root is named by run-as-root-user or run-as-non-root; the group of root adds nothing. */
function mayBeRoot({ runsAsRoot }: Container): boolean {
  return !runsAsRoot.known || runsAsRoot.value;
}

/** Where the pod or one of its containers asks for group 0. */
function rootGroups(workload: Workload): readonly { readonly seen: Evidence; readonly value: unknown }[] {
  const pod = fields(workload.spec['securityContext']) ?? {};
  const added = pod['supplementalGroups'];
  const found = workload.containers.filter(({ runAsGroup }) => runAsGroup === 0).map((container) => ({ seen: container.at('securityContext', 'runAsGroup'), value: 10001 as unknown }));
  if (pod['fsGroup'] === 0) found.push({ seen: workload.at('securityContext', 'fsGroup'), value: 10001 });
  if (Array.isArray(added) && added.includes(0)) found.push({ seen: workload.at('securityContext', 'supplementalGroups'), value: added.filter((group) => group !== 0) });
  return found;
}

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'root-group',
  on: 'workload',
  title: 'Pod runs in the root group',
  why: 'Files that root leaves open to its group, on volumes and paths of the node too, can be read or changed by a process in group 0 even where it is not root.',
  fix: 'Set runAsGroup, fsGroup and supplementalGroups above 0.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  appliesTo: (workload) => !workload.windows && !(rootGroups(workload).length === 0 && workload.containers.every(mayBeRoot)),
  check: (workload) => {
    const groups = rootGroups(workload);
    const [first, ...more] = groups;
    if (first) {
      return [
        {
          message: 'runs in group 0',
          evidence: [first.seen, ...more.map(({ seen }) => seen)],
          expected: 'a group above 0',
          change: {
            target: workload.ref,
            title: 'Keep the pod out of group 0',
            edits: groups.map(({ seen, value }) => ({ op: 'set' as const, path: seen.path, value })),
            breaks: 'Files in the image or on volumes that only group 0 may read or write.',
          },
        },
      ];
    }
    // Where nothing is set the image's USER, or the group its /etc/passwd gives the UID, decides; group 0 where neither says.
    return workload.containers.some((container) => container.runAsGroup === undefined && !mayBeRoot(container)) ? unknown(imageGroups) : [];
  },
  examples: {
    bad: [
      inPod('securityContext: {runAsUser: 10001, runAsGroup: 0, fsGroup: 0}'),
      inPod('securityContext: {runAsUser: 10001, runAsGroup: 10001, supplementalGroups: [0, 2000]}'),
      inPod('initContainers: [{name: setup, image: setup, securityContext: {runAsGroup: 0}}]'),
    ],
    good: [inPod('securityContext: {runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001}')],
    unknown: [inPod('securityContext: {runAsUser: 10001}'), inPod('securityContext: {runAsNonRoot: true}')],
  },
});

export default rule;
