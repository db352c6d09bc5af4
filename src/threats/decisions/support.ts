// What the decisions of several threats have in common: walking containers, settings, objects and grants.

import type { Container, HostPath, Workload } from '../../cluster/workload.ts';
import { text } from '../../cluster/read.ts';
import { isClusterScoped } from '../../cluster/identity.ts';
import { covers } from '../../cluster/mounts.ts';
import { enforcedLevel } from '../../engines/enforced-level.ts';
import type { Component, ComponentId, Components } from '../../engines/components/component.ts';
import { holderLabel, type GrantSubject, type Holder, type Match, type Right } from '../../engines/rights.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { chain, known, map, type Fact } from '../../model/fact.ts';
import type { KubernetesObject, ObjectRef, Path } from '../../model/object.ts';
import { valueAt } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import { clusterRef, type Judged } from '../../rules/subjects.ts';
import type { Decision } from '../define.ts';
import type { ThreatInstance } from '../verdict.ts';

export type Decisions = Readonly<Record<`threat/${string}`, Decision>>;

/** An instance at an object of the cluster that the facts of the object alone decide. */
export function present(scope: ObjectRef, message: string, first: Evidence, ...more: Evidence[]): ThreatInstance {
  return { scope, message, exposed: known(true, first, ...more) };
}

export function absent(scope: ObjectRef, message: string, ...shown: Evidence[]): ThreatInstance {
  return { scope, message, exposed: known(false, ...shown) };
}

/** For what concerns the cluster as a whole. */
export function ofCluster(message: string, exposed: Fact<boolean>): ThreatInstance {
  return { scope: clusterRef, message, exposed };
}

/** Every container that is no component of the control plane and may still run, with its workload. */
export function containersOf(context: Context): readonly Container[] {
  return runningOf(context).containers;
}

export function workloadsOf(context: Context): readonly Workload[] {
  return runningOf(context).workloads;
}

/** The Pod Security level that refuses what a threat needs, from which on. */
type Level = 'baseline' | 'restricted' | undefined;

interface Running {
  readonly containers: readonly Container[];
  readonly workloads: readonly Workload[];
  /** By level and namespace, the one instance for all that a threat needs and that is not so. */
  readonly notSo: Map<Level, Map<string, ThreatInstance>>;
  /** By kind of subject, whom of them each binding names; those that name none are left out. */
  readonly held: Map<Held['who'], readonly HeldBy[]>;
}

interface HeldBy {
  readonly grant: GrantSubject;
  readonly holders: readonly Holder[];
}

// Fifty threats walk the same containers, and thirty the same bindings.
const running = new WeakMap<Context, Running>();

function runningOf(context: Context): Running {
  let found = running.get(context);
  if (!found) {
    const { containers, workloads } = context.subjects;
    const runs = ({ workload }: Judged): boolean => !isFinished(workload);
    found = { containers: containers.filter(runs).map(({ subject }) => subject as Container), workloads: workloads.filter(runs).map(({ subject }) => subject as Workload), notSo: new Map(), held: new Map() };
    running.set(context, found);
  }
  return found;
}

/** A pod that has ended keeps its findings; nobody starts from it. */
export function isFinished(workload: Workload | undefined): boolean {
  return workload?.object.kind === 'Pod' && workload.running === 0;
}

/** What is told of one container. */
export type Told = Omit<ThreatInstance, 'scope'>;

/**
 * One instance for each container; undefined leaves it out.
 * @param judge says `not so` without a message or evidence, which nobody reads: of most containers most things are not so
 */
export function perContainer(context: Context, judge: (container: Container) => Told | 'not so' | undefined, refusedBy?: Level): readonly ThreatInstance[] {
  // A list and no generator: of most threats there is one instance for each of all containers.
  const told: ThreatInstance[] = [];
  for (const container of containersOf(context)) {
    const found = judge(container);
    if (found === undefined) continue;
    const { workload } = container;
    if (found === 'not so' || isNotSo(found)) told.push(notSo(workload, refusedBy, context));
    else {
      const { asset, exposed, factors } = found;
      const control = refusedBy ? notSo(workload, refusedBy, context).control : found.control;
      told.push({ scope: workload.ref, message: `container ${container.name}: ${found.message}`, exposed, ...(asset ? { asset } : undefined), ...(factors ? { factors } : undefined), ...(control ? { control } : undefined) });
    }
  }
  return told;
}

function isNotSo({ exposed, asset, control }: Told): boolean {
  return exposed.known && !exposed.value && !asset && !control;
}

/** What is not so is counted and not shown: one instance stands for all of a namespace. */
export function notSo({ namespace }: Pick<Workload, 'namespace'>, refusedBy: Level, context: Context): ThreatInstance {
  const { notSo: byLevel } = runningOf(context);
  const made = byLevel.get(refusedBy) ?? new Map<string, ThreatInstance>();
  byLevel.set(refusedBy, made);
  const key = refusedBy === undefined ? '' : namespace;
  let instance = made.get(key);
  if (!instance) {
    const control = refusedBy === undefined ? undefined : refusal({ namespace }, refusedBy, context);
    instance = { scope: control?.known && control.value ? control.value : clusterRef, message: refusedBy === undefined ? 'not so' : `refuses it by Pod Security level ${refusedBy} or above`, exposed: known(false), ...(control ? { control } : {}) };
    made.set(key, instance);
  }
  return instance;
}

/** The namespace whose Pod Security level refuses what the threat needs. */
function refusal({ namespace }: Pick<Workload, 'namespace'>, atLeast: 'baseline' | 'restricted', { cluster }: Context): Fact<ObjectRef | null> {
  const object = cluster.find('Namespace', '', undefined, namespace);
  if (!object) return known(null);
  return map(enforcedLevel(cluster, namespace), (level) => (level === 'restricted' || (level === 'baseline' && atLeast === 'baseline') ? cluster.ref(object) : null));
}

/** Containers that mount one of these paths of the node, or a directory above it; not those that `unless` passes. */
export function mountsOf(context: Context, targets: readonly string[], what: string, only: (path: HostPath, container: Container) => boolean = () => true): readonly ThreatInstance[] {
  return perContainer(
    context,
    (container) => {
      if (container.hostPaths.length === 0) return 'not so';
      const hits = container.hostPaths.filter((each) => targets.some((target) => covers(each.path, target) || each.path.startsWith(`${target}/`)) && only(each, container));
      const [first] = hits;
      if (!first) return 'not so';
      return { message: `mounts ${first.path}, by which it reaches ${what}`, exposed: known(true, first.evidence, ...hits.slice(1).map((each) => each.evidence)), ...(hits.every(({ readOnly }) => readOnly) ? { factors: { effort: 'one more weakness' as const } } : {}) };
    },
    'baseline',
  );
}

/** One instance for each instance of a component, by one of its settings. @param bad what is so where the value breaks it */
export function perComponent(context: Context, id: ComponentId, name: string, bad: string, breaks: (value: string | null, component: Component) => boolean | Fact<boolean>): readonly ThreatInstance[] {
  return context.components.of(id).map((component) => {
    const setting = component.setting(name);
    const exposed = chain(setting, ({ value }) => {
      const answer = breaks(value, component);
      return typeof answer === 'boolean' ? known(answer, component.at(name)) : answer;
    });
    const written = setting.known ? `${name} ${setting.value.value ?? 'not set'}` : name;
    return { scope: component.ref, message: exposed.known && !exposed.value ? written : `${bad} (${written})`, exposed };
  });
}

export interface Held {
  readonly rights: readonly Right[];
  readonly who: (holder: Holder, context: Context) => boolean;
  /** The only namespace in which the right matters; cluster-wide it does as well. */
  readonly within?: string;
  /** Rights in one namespace do not count. */
  readonly clusterWide?: true;
  /** A right limited to names counts: what the names are decides nothing. */
  readonly despiteNames?: boolean;
  /** What the holder can do. */
  readonly can: string;
}

/** One instance for each binding that gives one of the rights to somebody who should not have it. */
export function holdersOf(context: Context, row: Held): readonly ThreatInstance[] {
  return holdingsOf(context, row).map(({ instance }) => instance);
}

/** As `holdersOf`, with the namespace in which each holds; null for the whole cluster. */
export function holdingsOf(context: Context, row: Held): readonly { readonly namespace: string | null; readonly instance: ThreatInstance }[] {
  return grantsTo(row.who, context).flatMap((held) => {
    const instance = heldThrough(held, row);
    return instance ? [{ namespace: held.grant.namespace, instance }] : [];
  });
}

function grantsTo(who: Held['who'], context: Context): readonly HeldBy[] {
  const { held } = runningOf(context);
  let found = held.get(who);
  if (!found) {
    found = context.rights.grants.map((grant) => ({ grant, holders: grant.holders.filter((holder) => who(holder, context)) })).filter(({ holders }) => holders.length > 0);
    held.set(who, found);
  }
  return found;
}

/** As `holdersOf`; where there is none, the question whether anybody else holds it. */
export function heldBy(context: Context, row: Held): Iterable<ThreatInstance> {
  return orElse(holdersOf(context, row), () => nobody(context));
}

function heldThrough({ grant, holders }: HeldBy, { rights, within, despiteNames, clusterWide, can }: Held): ThreatInstance | undefined {
  if (grant.namespace !== null && (clusterWide === true || (within !== undefined && grant.namespace !== within))) return undefined;
  const match = firstMatch(grant, rights, (each) => despiteNames === true || each.names.length === 0);
  if (!match) return undefined;
  const shown = holders.slice(0, 3).map(holderLabel).join(', ');
  const more = holders.length > 3 ? ` and ${holders.length - 3} more` : '';
  return {
    scope: match.editable,
    message: `${shown}${more} may ${can} ${grant.namespace === null ? 'in the whole cluster' : `in namespace ${grant.namespace}`}`,
    exposed: known(true, match.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects'])),
    factors: grant.namespace === null ? { spread: 'cluster' } : { spread: 'namespace' },
  };
}

/** What the first of the rights that counts is given by; what comes after it is not looked for. */
export function firstMatch(grant: GrantSubject, rights: readonly Right[], counts: (match: Match) => boolean): Match | undefined {
  for (const right of rights) {
    const match = grant.match(right);
    if (match && counts(match)) return match;
  }
  return undefined;
}

/** That nobody holds a right is known only where roles and bindings were given whole. */
export function nobody({ rights }: Context): ThreatInstance {
  return ofCluster('no binding that was given grants it', map(rights.whole, () => false));
}

/** A service account that does not hold every right anyway. */
export function isWorkload(holder: Holder, context: Context): boolean {
  return holder.kind === 'ServiceAccount' && isTenant(holder, context);
}

/** Anybody who is neither an administrator nor one of the nine components, groups of everybody included. */
export function isTenant(holder: Holder, { rights, components }: Context): boolean {
  return !(holder.kind === 'ServiceAccount' && accountsOf(components).has(`${holder.namespace ?? ''}/${holder.name}`)) && !rights.isAdministrator(holder);
}

const accounts = new WeakMap<Components, ReadonlySet<string>>();

/** The service accounts of the nine components; `default` is anybody's. */
function accountsOf(components: Components): ReadonlySet<string> {
  const known_ = accounts.get(components) ?? new Set(components.all.flatMap(({ workload }) => (workload && workload.serviceAccount.name !== 'default' ? [`${workload.namespace}/${workload.serviceAccount.name}`] : [])));
  accounts.set(components, known_);
  return known_;
}

const crowds: ReadonlySet<string> = new Set(['system:authenticated', 'system:unauthenticated']);

/** A User or Group that Kubernetes does not make itself; groups of everybody count. */
export function isPerson({ kind, name }: Holder): boolean {
  return kind !== 'ServiceAccount' && (!name.startsWith('system:') || crowds.has(name));
}

/** As `isPerson`, without those who hold every right anyway. */
export function isUser(holder: Holder, { rights }: Context): boolean {
  return isPerson(holder) && !rights.isAdministrator(holder);
}

/** Ends a walk that found nothing: there is none as far as was read, or the question whether there is one. */
export function orElse(instances: Iterable<ThreatInstance>, otherwise: () => ThreatInstance): readonly ThreatInstance[] {
  const all = [...instances];
  return all.length > 0 ? all : [otherwise()];
}

/** No object of the kind in any namespace that was given; unknown where that was not read. */
export function noneOf(context: Context, kind: string, group: string, message: string): ThreatInstance {
  const lists = isClusterScoped(kind) ? [] : [...context.cluster.namespaces].map((namespace) => context.cluster.list(kind, group, namespace));
  const [first = context.cluster.list(kind, group)] = lists;
  const exposed = lists.slice(1).reduce<Fact<boolean>>((sum, list) => chain(sum, () => map(list, () => false)), map(first, () => false));
  return ofCluster(message, exposed);
}

export function at(object: KubernetesObject, ref: ObjectRef, ...path: Path): Evidence {
  return evidence(ref, path, valueAt(object, path));
}

export function textAt(root: unknown, ...path: Path): string {
  return text(valueAt(root, path)) ?? '';
}
