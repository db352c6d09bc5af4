import { Cluster } from '../cluster/cluster.ts';
import { collectWithPaths } from '../collect/index.ts';
import { Authorizer, groupsOf, type AccessGaps, type Decision, type Grantee, type SubjectAccessReviewSpec } from '../engines/access/index.ts';
import { rbacGap } from '../engines/rights.ts';
import { gap, type Gap } from '../model/gap.ts';
import { locator } from '../locate.ts';
import { evidence } from '../model/evidence.ts';
import type { Locate } from '../model/locate.ts';
import type { KubernetesObject } from '../model/object.ts';
import { safeJson } from '../report/json.ts';
import { printable, wrapped } from '../report/screen.ts';
import { userAsked } from './actor.ts';
import { exit, nearest } from './exit.ts';
import { verbs } from './verbs.ts';
import { print, screenOf } from './print.ts';
import { checked, collectOptions, demandObjects } from './read.ts';
import { resourceNamed, served } from './resources.ts';

export interface AskOptions {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly kubernetesVersion?: string;
  readonly format?: string;
  readonly output?: string;
  readonly allowRemote?: boolean;
  readonly helmValues?: readonly string[];
  /** The object's name; without it a right that is limited to names does not count. */
  readonly name?: string;
}

export interface CanOptions extends AskOptions {
  readonly as: string;
  readonly asGroup?: readonly string[];
}

/** `glacis can VERB RESOURCE`: what `kubectl auth can-i` would answer, with the binding and rule that allow it. */
export async function can(verb: string, resource: string, sources: readonly string[], options: CanOptions): Promise<number> {
  const { cluster, authorizer, placeOf, status } = await read(sources, options);
  const user = userAsked(options.as, cluster);
  const groups = [...new Set([...groupsOf(user), ...(options.asGroup ?? [])])];
  const decision = authorizer.authorize({ user, groups, ...asked(verb, resource, options, cluster) });
  const answer = { ...decision, gaps: [...notRead(user, cluster), ...decision.gaps] };
  print(options.format === 'json' ? `${safeJson({ schema: 'glacis.can/v1', ...decisionJson(answer) })}\n` : decisionText(answer, placeOf), options.output);
  return answer.allowed ? status : Math.max(status, exit.failOn);
}

/** `glacis who-can VERB RESOURCE`: everybody whom a binding lets do it. */
export async function whoCan(verb: string, resource: string, sources: readonly string[], options: AskOptions): Promise<number> {
  const { cluster, authorizer, placeOf, status } = await read(sources, options);
  const found = authorizer.whoCan(asked(verb, resource, options, cluster));
  print(options.format === 'json' ? `${safeJson({ schema: 'glacis.who-can/v1', subjects: found.map(granteeJson), gaps: [rbacGap] })}\n` : granteesText(found, placeOf, !cluster.list('ClusterRoleBinding', 'rbac.authorization.k8s.io').known), options.output);
  return status;
}

/** RBAC answers for a service account whether there is one or not: a name that was mistyped must not pass for one without rights. */
function notRead(user: string, cluster: Cluster): readonly Gap[] {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  // Every namespace is born with its default one.
  if (namespace === undefined || name === undefined || (name === 'default' && cluster.namespaces.has(namespace)) || cluster.find('ServiceAccount', '', namespace, name)) return [];
  return [gap('api', `gap/list/serviceaccount/${namespace}`, `Is there a ServiceAccount ${namespace}/${name}? It was not read: kubectl get serviceaccount ${name} -n ${namespace}`)];
}

async function read(sources: readonly string[], { kubernetesVersion, allowRemote, helmValues }: AskOptions): Promise<{ readonly cluster: Cluster; readonly authorizer: Authorizer; readonly placeOf: PlaceOf; readonly status: number }> {
  checked(kubernetesVersion === undefined ? {} : { kubernetesVersion });
  const given = sources.length === 0 ? ['.'] : sources;
  // Its --namespace is the one asked about, and not that of objects that name none.
  const { snapshot, paths } = await collectWithPaths(given, await collectOptions(given, { ...(allowRemote === undefined ? {} : { allowRemote }), ...(helmValues === undefined ? {} : { helmValues }) }));
  const status = demandObjects(snapshot, given);
  const cluster = Cluster.from(snapshot, kubernetesVersion === undefined ? {} : { kubernetesVersion });
  const version = cluster.version.known ? { version: cluster.version.value.text } : {};
  return { cluster, authorizer: Authorizer.from(cluster.objects(), { ...gapsOf(cluster), ...version }), placeOf: placesBy(locator(paths), cluster), status };
}

/** What was not read and could turn a denial: bindings of the whole cluster are never complete from files. */
export function gapsOf(cluster: Cluster): AccessGaps {
  const unless = (kind: string, namespace?: string): readonly (typeof rbacGap)[] => (cluster.list(kind, 'rbac.authorization.k8s.io', namespace).known ? [] : [rbacGap]);
  return { clusterRoleBindings: unless('ClusterRoleBinding'), roleBindings: (namespace) => unless('RoleBinding', namespace), clusterRoles: unless('ClusterRole'), roles: (namespace) => unless('Role', namespace) };
}

/** Where the file says it; empty for what every cluster is born with. */
type PlaceOf = (object: KubernetesObject) => string;

function placesBy(locate: Locate, cluster: Cluster): PlaceOf {
  return (object) => {
    const { location } = locate(evidence(cluster.ref(object), []));
    return location ? printable(`${location.file}:${location.line}`) : '';
  };
}

/** As kubectl writes it: `pods`, `po`, `pods/exec`, `deployments`, `deployments.apps/scale`, `/metrics`. A namespace is no part of a question for a resource that has none. */
function asked(verb: string, resource: string, { namespace, allNamespaces, name }: AskOptions, cluster: Cluster): Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'> {
  if (resource.startsWith('/')) return { nonResourceAttributes: { verb, path: resource } };
  const [path = '', subresource = ''] = resource.split('/');
  const [written = '', ...rest] = path.split('.');
  const all = served(cluster);
  const found = resourceNamed(path, all);
  warn('verb', verb, verbs);
  if (!found) warn('resource', written, new Set(all.flatMap((each) => [each.resource, ...each.names])));
  const everywhere = allNamespaces === true || found?.namespaced === false;
  return {
    resourceAttributes: { verb, resource: found?.resource ?? written, group: found?.group ?? rest.join('.'), subresource, namespace: everywhere ? '' : (namespace ?? 'default'), ...(name === undefined ? {} : { name }) },
  };
}

/** As kubectl does: a word that nothing is known of is asked all the same, since definitions may not have been given, and never silently. */
function warn(what: string, word: string, known: Iterable<string>): void {
  const words = [...known];
  if (word === '*' || words.includes(word)) return;
  const near = nearest(word, words);
  process.stderr.write(`glacis: warning: no ${what} ${printable(word)} is known here${near === undefined ? '' : `; did you mean ${near}?`}\n`);
}

function decisionText({ allowed, reason, gaps, binding }: Decision, placeOf: PlaceOf): string {
  const { columns } = screenOf();
  const open = gaps.flatMap(({ ask }) => wrapped(printable(ask), columns - 5).map((line) => `     ${line}\n`));
  const place = binding ? placeOf(binding) : '';
  if (allowed) return `yes  ${wrapped(printable(reason), columns - 5).join('\n     ')}\n${place === '' ? '' : `     ${place}\n`}${open.join('')}`;
  return `no   ${gaps.length === 0 ? 'no binding allows it' : 'no binding that was given allows it; what could turn the answer:'}\n${open.join('')}`;
}

function decisionJson({ binding, ...rest }: Decision): object {
  return { ...rest, ...(binding ? { binding: { kind: binding.kind, namespace: binding.metadata.namespace, name: binding.metadata.name } } : {}) };
}

/** A table where the screen has room for it, else one below the other; and that others may be let in by what was not given. */
function granteesText(found: readonly Grantee[], placeOf: PlaceOf, partial: boolean): string {
  const { columns } = screenOf();
  if (found.length === 0) return 'nobody, by the bindings that were given\n';
  const rows = found.map(({ subject, binding, role }) => [
    printable(`${subject.kind} ${subject.namespace === undefined ? '' : `${subject.namespace}/`}${subject.name}`),
    printable(`${binding.kind} ${binding.metadata.namespace === undefined ? '' : `${binding.metadata.namespace}/`}${binding.metadata.name}`),
    printable(`${role.kind} ${role.metadata.name}`),
    placeOf(binding),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => Array.from(row[column] ?? '').length)));
  const table = widths.reduce((sum, width) => sum + width, 6) <= columns;
  const text = table
    ? rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
    : rows.map(([subject = '', binding = '', role = '', place = '']) => [subject, ...wrapped(`${binding} → ${role}`, columns - 2, '  ').map((line) => `  ${line}`), ...(place === '' ? [] : [`  ${place}`])].join('\n')).join('\n');
  const more = partial ? `\n${wrapped(`These are by the bindings that were given. What could add to them: ${rbacGap.ask}`, columns).join('\n')}\n` : '';
  return `${text}\n${more}`;
}

function granteeJson({ subject, binding, role, rule }: Grantee): object {
  const named = ({ kind, metadata: { name, namespace } }: Grantee['binding']): object => ({ kind, ...(namespace === undefined ? {} : { namespace }), name });
  return { subject, binding: named(binding), role: named(role), rule };
}
