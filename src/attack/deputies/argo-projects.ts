import { ownName, ownServer } from '../../knowledge/deputies/argo-cd.ts';
import { entries, text, texts, type Fields } from '../../cluster/read.ts';
import type { Holder, Right } from '../../engines/rights.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import type { AttackContext } from '../context.ts';
import { accountState, type State } from '../states.ts';
import { argumentOf, type Running } from './running.ts';
import { allNamespaces } from './writing.ts';

/** What an Application of one project may have made in this cluster. */
export interface Boundary {
  readonly label: string;
  readonly evidence: readonly Evidence[];
  readonly gaps: readonly Gap[];
  /** Every object in every namespace. */
  readonly whole: boolean;
  /** Else in these namespaces; `roles`: bindings of roles as well. */
  readonly namespaces: readonly { readonly namespace: string; readonly roles: boolean }[];
  /** Argo CD acts as these accounts instead of its own. */
  readonly accounts?: readonly State[];
}

const group = 'argoproj.io';

/** The limits that AppProjects set to Applications, by the namespace these are in. */
export function boundaryOf(actor: Running, context: AttackContext): { readonly projectsFor: (namespace: string) => readonly Boundary[]; readonly unlimited: readonly State[] } {
  const { cluster } = context;
  const given = cluster.given('AppProject', group, actor.namespace);
  const setting = (map: string, key: string): string | undefined => text(valueAt(cluster.find('ConfigMap', '', actor.namespace, map), ['data', key]));
  const impersonates = setting('argocd-cm', 'application.sync.impersonation.enabled') === 'true';
  const here = setting('argocd-cm', 'cluster.inClusterEnabled') !== 'false';
  const watched = (actor.place && argumentOf(actor.place, '--application-namespaces')) ?? setting('argocd-cmd-params-cm', 'application.namespaces') ?? '';
  const impersonated = new Set(impersonates ? impersonable({ kind: 'ServiceAccount', namespace: actor.namespace, name: actor.account }, context) : []);
  const read = given.map((project) => ({ project, boundary: boundary(project, impersonates ? impersonated : undefined, context) }));
  // Argo CD makes the project default itself, without limits.
  const unlimited: Boundary = { label: 'project default', evidence: [], gaps: [], whole: true, namespaces: [], ...(impersonates ? { accounts: [] } : {}) };
  return {
    /** In a project of one's own. */
    unlimited: !here ? [] : impersonates ? [...impersonated] : [accountState(actor.namespace, actor.account)],
    projectsFor: (namespace) => {
      if (!here) return [];
      if (namespace === actor.namespace) return [...read.map((each) => each.boundary), ...(given.some(({ metadata }) => metadata.name === 'default') ? [] : [unlimited])];
      if (!watched.split(',').some((pattern) => matches(pattern.trim(), namespace))) return [];
      return read.filter(({ project }) => texts(valueAt(project, ['spec', 'sourceNamespaces'])).some((pattern) => matches(pattern, namespace))).map((each) => each.boundary);
    },
  };
}

function boundary(project: KubernetesObject, impersonated: ReadonlySet<State> | undefined, context: AttackContext): Boundary {
  const ref = context.cluster.ref(project);
  const at = (field: string): unknown => valueAt(project, ['spec', field]);
  const destinations = entries(at('destinations')).map(({ value }) => value).filter(isHere);
  const allowed = (namespace: string): boolean => destinations.some((each) => matches(text(each['namespace']) ?? '', namespace)) && !denied(destinations, namespace);
  const everywhere = destinations.some((each) => text(each['namespace']) === '*') && !destinations.some((each) => text(each['namespace'])?.startsWith('!'));
  const repositories = texts(at('sourceRepos'));
  const repositoryGap = gap('person', `gap/deputy-argo-repositories/${ref.name}`, `Who may write to the repositories of AppProject ${ref.name} (${repositories.slice(0, 3).join(', ')})?`);
  const namespaces = [...allNamespaces(context)].filter(allowed).flatMap((namespace) => (kindAllowed(project, 'apps', 'Deployment') || kindAllowed(project, '', 'Pod') ? [{ namespace, roles: kindAllowed(project, 'rbac.authorization.k8s.io', 'RoleBinding') }] : []));
  return {
    label: refLabel(ref), evidence: [evidence(ref, ['spec', 'destinations'], at('destinations'))],
    gaps: repositories.includes('*') ? [] : [repositoryGap],
    whole: everywhere && repositories.length > 0 && entries(at('clusterResourceWhitelist')).some(({ value }) => wild(value['group'], 'rbac.authorization.k8s.io') && wild(value['kind'], 'ClusterRoleBinding')),
    namespaces: repositories.length > 0 ? namespaces : [],
    ...(impersonated ? { accounts: repositories.length > 0 ? accountsOf(entries(at('destinationServiceAccounts')).map(({ value }) => value).filter(isHere), namespaces).filter((account) => impersonated.has(account)) : [] } : {}),
  };
}

const impersonate: Right = { verb: 'impersonate', group: '', resource: 'serviceaccounts' };

/** The accounts that Argo CD may act as. */
function impersonable(holder: Holder, { accounts, rights }: AttackContext): readonly State[] {
  return [...accounts].flatMap(([namespace, names]) => {
    const held = rights.held(holder, impersonate, { namespace });
    return held ? [...names].filter((name) => held.match.names.length === 0 || held.match.names.includes(name)).map((name) => accountState(namespace, name)) : [];
  });
}

/** The first entry that matches a destination decides. */
function accountsOf(list: readonly Fields[], namespaces: Boundary['namespaces']): readonly State[] {
  return [...new Set(namespaces.flatMap(({ namespace }) => {
    const name = text(list.find((each) => matches(text(each['namespace']) ?? '', namespace))?.['defaultServiceAccount']);
    if (name === undefined || name === '') return [];
    const [first = '', second] = name.split(':');
    return [second === undefined ? accountState(namespace, first) : accountState(first, second)];
  }))];
}

/** Does the destination mean the cluster that Argo CD runs in? */
function isHere(destination: Fields): boolean {
  const [server, name] = [text(destination['server']), text(destination['name'])];
  return (server !== undefined && server !== '' && matches(server, ownServer)) || (name !== undefined && name !== '' && matches(name, ownName));
}

function denied(destinations: readonly Fields[], namespace: string): boolean {
  return destinations.some((each) => text(each['namespace'])?.startsWith('!') && matches((text(each['namespace']) ?? '').slice(1), namespace));
}

function kindAllowed(project: KubernetesObject, apiGroup: string, kind: string): boolean {
  const lists = (field: string): boolean => entries(valueAt(project, ['spec', field])).some(({ value }) => wild(value['group'], apiGroup) && wild(value['kind'], kind));
  const white = valueAt(project, ['spec', 'namespaceResourceWhitelist']);
  return !lists('namespaceResourceBlacklist') && (!Array.isArray(white) || lists('namespaceResourceWhitelist'));
}

function wild(pattern: unknown, value: string): boolean {
  return matches(text(pattern) ?? '', value);
}

/** Argo CD's patterns: a glob, or a regular expression between slashes. */
export function matches(pattern: string, value: string): boolean {
  if (pattern === '*' || pattern === value) return true;
  if (pattern.startsWith('!') || pattern === '') return false;
  if (pattern.length > 200) return false;
  if (pattern.startsWith('/') && pattern.endsWith('/') && pattern.length > 2) return tested(pattern.slice(1, -1), value);
  return tested(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, value);
}

function tested(source: string, value: string): boolean {
  try {
    return new RegExp(source).test(value);
  } catch {
    return false;
  }
}
