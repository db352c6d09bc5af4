import { boundIn } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each, newPods } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'persistent-volume-rights',
  title: 'Binding lets its subjects create volumes from the disk of a node',
  why: "A PersistentVolume may name any directory of the node. A claim for it passes every Pod Security level, because the pod asks for a claim and no host path: with a pod besides, the node's disk is open.",
  fix: 'Leave it to the storage driver and to administrators; let others ask for storage through a StorageClass.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  rights: each(['create'], '', ['persistentvolumes']),
  raise: ({ holders }, { rights }) => (holders.some((holder) => newPods.some((right) => rights.held(holder, right, 'anywhere') !== undefined)) ? {} : { gain: 'workload' }),
  message: 'creates volumes from the disk of a node',
  expected: 'no create on persistentvolumes',
  bad: [{ verbs: ['create'], apiGroups: [''], resources: ['persistentvolumes'] }],
  good: [{ verbs: ['create'], apiGroups: [''], resources: ['persistentvolumeclaims'] }, boundIn('shop', { verbs: ['create'], apiGroups: [''], resources: ['persistentvolumes'] })],
});

export default rule;
