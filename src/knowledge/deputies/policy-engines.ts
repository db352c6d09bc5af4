import { clusterKinds, kindsOf, type Deputy, type Program } from './define.ts';

const engine = 'kyverno.io';
const policies = 'policies.kyverno.io';
const image = /(^|\/)kyverno\/background-controller$/;

export const backgroundController: Program = { name: 'Kyverno background controller', image, accounts: ['kyverno-background-controller'] };

export const kyverno: Deputy = {
  row: 'J9', name: 'Kyverno',
  programs: [
    backgroundController,
    { name: 'Kyverno admission controller', image: /(^|\/)kyverno\/kyverno$/, accounts: ['kyverno-admission-controller', 'kyverno-service-account'] },
  ],
  rows: [
    { kinds: [...clusterKinds(engine, ['ClusterPolicy', 'clusterpolicies']), ...clusterKinds(policies, ['GeneratingPolicy', 'generatingpolicies'], ['MutatingPolicy', 'mutatingpolicies'])], lets: 'has objects made, copied or changed by a policy', gives: 'account' },
    { kinds: kindsOf(engine, ['UpdateRequest', 'updaterequests']), lets: 'has a policy run for an object of its choice', gives: 'account', reads: 'own', doubt: { id: 'gap/deputy-kyverno-requests', ask: 'Do the policies that are there generate or change what the attacker wants? kubectl get clusterpolicies -o yaml' } },
    { kinds: clusterKinds(engine, ['ClusterPolicy', 'clusterpolicies']), lets: 'has the admission controller ask the API server, and send the answer on', gives: 'account', actor: 1 },
  ],
};

/** A mutation that changes every pod as it is created: its image, its command. */
export const gatekeeper: Deputy = {
  row: 'J9', name: 'Gatekeeper',
  programs: [{ name: 'Gatekeeper', image: /(^|\/)openpolicyagent\/gatekeeper$/, accounts: ['gatekeeper-admin'] }],
  rows: [{ kinds: clusterKinds('mutations.gatekeeper.sh', ['Assign', 'assign'], ['ModifySet', 'modifyset'], ['AssignImage', 'assignimage']), lets: 'has every new pod changed: its image or its command', gives: 'exec' }],
};

/** Kyverno changes pods as they are created as well. */
export const kyvernoMutation: Deputy = {
  row: 'J9', name: 'Kyverno mutation',
  programs: [{ name: 'Kyverno admission controller', image: /(^|\/)kyverno\/kyverno$/, accounts: ['kyverno-admission-controller', 'kyverno-service-account'] }],
  rows: [
    { kinds: [...clusterKinds(engine, ['ClusterPolicy', 'clusterpolicies']), ...clusterKinds(policies, ['MutatingPolicy', 'mutatingpolicies'])], lets: 'has every new pod changed: its image or its command', gives: 'exec' },
    { kinds: [...kindsOf(engine, ['Policy', 'policies']), ...kindsOf(policies, ['NamespacedMutatingPolicy', 'namespacedmutatingpolicies'])], lets: 'has every new pod of the namespace changed: its image or its command', gives: 'exec-in' },
  ],
};

export const policyEngines: readonly Deputy[] = [kyverno, kyvernoMutation, gatekeeper];
