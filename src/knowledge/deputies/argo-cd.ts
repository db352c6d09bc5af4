import { kindsOf, type CustomKind, type Deputy, type Program } from './define.ts';

const image = /(^|\/)argocd$/;

export const argoController: Program = { name: 'Argo CD application controller', image, command: /argocd-application-controller/, accounts: ['argocd-application-controller'] };
export const argoSets: Program = { name: 'Argo CD ApplicationSet controller', image, command: /argocd-applicationset-controller/, accounts: ['argocd-applicationset-controller'] };

export const applications: readonly CustomKind[] = kindsOf('argoproj.io', ['Application', 'applications']);
export const applicationSets: readonly CustomKind[] = kindsOf('argoproj.io', ['ApplicationSet', 'applicationsets']);
export const projects: readonly CustomKind[] = kindsOf('argoproj.io', ['AppProject', 'appprojects']);

/**
 * An Application names a repository, and the controller makes what stands there. Its AppProject decides: `destinations`,
 * `sourceRepos`, `clusterResourceWhitelist`, `sourceNamespaces`. The project `default` is made by Argo CD and allows everything.
 * Outside its own namespace it reads what `application.namespaces` lists. With `application.sync.impersonation.enabled` it acts as
 * the account that `destinationServiceAccounts` names. The technique reads these by itself: no rows.
 */
export const argoCd: Deputy = { row: 'J1', name: 'Argo CD', programs: [argoController, argoSets], rows: [] };

/** How the cluster that Argo CD runs in is named in destinations. */
export const ownServer = 'https://kubernetes.default.svc';
export const ownName = 'in-cluster';
