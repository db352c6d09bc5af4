import { entries, fields } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { atVersion, withVolume } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const shared = ['persistentVolumeClaim', 'hostPath', 'nfs'];

/** Groups matter for files that outlive the container, and only to users other than root. */
function groupsMatter({ windows, containers, spec }: Workload): boolean {
  return !windows && containers.some(({ runsAsRoot }) => runsAsRoot.known && !runsAsRoot.value) && entries(spec['volumes']).some(({ value }) => shared.some((type) => value[type] !== undefined));
}

const fault: FieldFault = {
  message: 'takes on the groups that the image names', field: ['securityContext', 'supplementalGroupsPolicy'], expected: 'Strict',
  change: { title: 'Take on no groups of the image', value: 'Strict', breaks: 'Programs whose image relies on such a group, and nodes whose runtime does not know the field: they refuse the pod.' },
};

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'supplemental-groups-policy',
  on: 'workload',
  title: 'Image may add groups to the pod',
  why: "The runtime adds the groups that the image's /etc/group gives its user, unseen in the manifest. An image made for it reads files on shared volumes that the groups of the manifest would not open.",
  fix: 'Set securityContext.supplementalGroupsPolicy to Strict.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
  // The field takes effect from 1.33: before, the API server drops it by default.
  appliesTo: (workload, { cluster }) => groupsMatter(workload) && map(cluster.version, ({ minor }) => minor >= 33),
  check: (workload) => (fields(workload.spec['securityContext'])?.['supplementalGroupsPolicy'] === 'Strict' ? [] : [fieldBreach(workload, fault)]),
  examples: {
    bad: [atVersion('1.34.2', withVolume('persistentVolumeClaim: {claimName: data}') + '  securityContext: {runAsUser: 10001, supplementalGroupsPolicy: Merge}\n')],
    good: [atVersion('1.34.2', withVolume('persistentVolumeClaim: {claimName: data}') + '  securityContext: {runAsUser: 10001, supplementalGroupsPolicy: Strict}\n')],
    unknown: [withVolume('persistentVolumeClaim: {claimName: data}') + '  securityContext: {runAsUser: 10001}\n'],
  },
});

export default rule;
