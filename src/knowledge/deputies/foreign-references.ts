import type { Flag, Program } from './define.ts';

/** A program that copies Secrets across namespaces by an annotation, and asks no consent where its flag says so. */
export interface Copier {
  readonly program: Program;
  readonly withoutConsent: Flag;
}

export const copiers: readonly Copier[] = [
  { program: { name: 'kubernetes-replicator', image: /(^|\/)kubernetes-replicator$/, accounts: ['kubernetes-replicator', 'replicator-kubernetes-replicator'] }, withoutConsent: { flag: '--allow-all', value: /^true$/ } },
];

/** Groups whose references to other namespaces need consent there, or are told by another row. */
export const settledGroups: readonly RegExp[] = [
  // ReferenceGrant, TLSCertificateDelegation, allowedNamespaces.
  /(^|\.)gateway\.networking\.(x-)?k8s\.io$/, /(^|\.)projectcontour\.io$/, /(^|\.)secrets\.hashicorp\.com$/, /(^|\.)networking\.istio\.io$/,
  // Rows of their own.
  /(^|\.)argoproj\.io$/, /(^|\.)fluxcd\.io$/, /(^|\.)external-secrets\.io$/, /(^|\.)cert-manager\.io$/, /(^|\.)velero\.io$/, /(^|\.)crossplane\.io$/, /(^|\.)kyverno\.io$/, /(^|\.)snapshot\.storage\.k8s\.io$/,
];
