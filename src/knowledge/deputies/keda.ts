import { clusterKinds, kindsOf, type CustomKind, type Flag, type Program } from './define.ts';

const group = 'keda.sh';

export const kedaOperator: Program = {
  name: 'KEDA', image: /(^|\/)kedacore\/keda$/, accounts: ['keda-operator'],
  ownNamespaceBy: [{ env: 'WATCH_NAMESPACE', value: /^[^"]/, names: true }],
};

export const scaledJobs: readonly CustomKind[] = kindsOf(group, ['ScaledJob', 'scaledjobs']);
/** They name a trigger, the address that it asks, and what it logs in with there. */
export const scaled: readonly CustomKind[] = [...kindsOf(group, ['ScaledObject', 'scaledobjects']), ...scaledJobs];

/** What a trigger logs in with: keys of Secrets beside it (`secretTargetRef`), or a token of an account (`boundServiceAccountToken`). */
export const triggerLogins: readonly CustomKind[] = kindsOf(group, ['TriggerAuthentication', 'triggerauthentications']);
/** The same for all namespaces, out of the namespace of KEDA or the one that `KEDA_CLUSTER_OBJECT_NAMESPACE` names. */
export const sharedLogins: readonly CustomKind[] = clusterKinds(group, ['ClusterTriggerAuthentication', 'clustertriggerauthentications']);

/** With it, every name of a Secret means one in that namespace. */
export const ownSecretsOnly: Flag = { env: 'KEDA_RESTRICT_SECRET_ACCESS', value: /^true$/i };
export const objectNamespace: Flag = { env: 'KEDA_CLUSTER_OBJECT_NAMESPACE', value: /./ };
