import { kindsOf, type CustomKind, type Deputy, type Program } from './define.ts';

const ownNamespaceBy = [{ flag: '--watch-all-namespaces', value: /^false$/ }];

export const kustomizeController: Program = { name: 'Flux kustomize-controller', image: /(^|\/)kustomize-controller$/, accounts: ['kustomize-controller'], ownNamespaceBy };
export const helmController: Program = { name: 'Flux helm-controller', image: /(^|\/)(fluxcd|toolkit|fluxcd-[\w-]+)\/helm-controller$/, accounts: ['helm-controller'], ownNamespaceBy };

const sourceGroup = 'source.toolkit.fluxcd.io';

export const fluxSources: readonly CustomKind[] = kindsOf(sourceGroup, ['GitRepository', 'gitrepositories'], ['OCIRepository', 'ocirepositories'], ['Bucket', 'buckets'], ['HelmRepository', 'helmrepositories'], ['HelmChart', 'helmcharts']);

/** What each controller reads, and the sources that it takes. */
export const fluxKinds: readonly { readonly program: Program; readonly kind: CustomKind; readonly sources: readonly string[] }[] = [
  { program: kustomizeController, kind: { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization', resource: 'kustomizations' }, sources: ['GitRepository', 'OCIRepository', 'Bucket'] },
  { program: helmController, kind: { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', resource: 'helmreleases' }, sources: ['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'HelmChart'] },
];

/**
 * The controllers make what a source holds with their own rights, unless the object names `spec.serviceAccountName`, which its writer
 * chooses. `--default-service-account` has them act as an account of the object's namespace always; `--no-cross-namespace-refs`
 * keeps them to sources of that namespace; `--watch-all-namespaces=false` to objects of their own. The technique reads these by itself.
 */
export const flux: Deputy = { row: 'J2', name: 'Flux', programs: [kustomizeController, helmController], rows: [] };
