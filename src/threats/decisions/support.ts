// What the decisions of several threats have in common: walking containers, settings, objects and grants.

import type { Container, HostPath, Workload } from '../../cluster/workload.ts';
import { text } from '../../cluster/read.ts';
import { isClusterScoped } from '../../cluster/identity.ts';
import { covers } from '../../cluster/mounts.ts';
import { enforcedLevel } from '../../engines/enforced-level.ts';
import type { Component, ComponentId, Components } from '../../engines/components/component.ts';
import { holderLabel, type GrantSubject, type Holder, type Right } from '../../engines/rights.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { chain, known, map, type Fact } from '../../model/fact.ts';
import type { KubernetesObject, ObjectRef, Path } from '../../model/object.ts';
import { valueAt } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import { clusterRef } from '../../rules/subjects.ts';
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
export function* containersOf({ subjects }: Context): Iterable<Container> {
  for (const { subject, workload } of subjects.containers) if (!isFinished(workload)) yield subject as Container;
}

export function* workloadsOf({ subjects }: Context): Iterable<Workload> {
  for (const { subject, workload } of subjects.workloads) if (!isFinished(workload)) yield subject as Workload;
}

/** A pod that has ended keeps its findings; nobody starts from it. */
export function isFinished(workload: Workload | undefined): boolean {
  return workload?.object.kind === 'Pod' && workload.running === 0;
}

/** One instance for each container; undefined leaves it out. */
export function* perContainer(context: Context, judge: (container: Container) => Omit<ThreatInstance, 'scope'> | undefined, refusedBy?: 'baseline' | 'restricted'): Iterable<ThreatInstance> {
  for (const container of containersOf(context)) {
    const found = judge(container);
    if (!found) continue;
    const { workload } = container;
    if (isNotSo(found)) yield notSo(workload, refusedBy, context);
    else {
      const control = refusedBy && refusal(workload, refusedBy, context);
      yield { scope: workload.ref, ...found, message: `container ${container.name}: ${found.message}`, ...(control ? { control } : {}) };
    }
  }
}

function isNotSo({ exposed, asset, control }: Omit<ThreatInstance, 'scope'>): boolean {
  return exposed.known && !exposed.value && !asset && !control;
}

const quiet = new WeakMap<Context, Map<'baseline' | 'restricted' | undefined, Map<string, ThreatInstance>>>();

/** What is not so is counted and not shown: one instance stands for all of a namespace. */
export function notSo({ namespace }: Pick<Workload, 'namespace'>, refusedBy: 'baseline' | 'restricted' | undefined, context: Context): ThreatInstance {
  const ofContext = quiet.get(context) ?? new Map<typeof refusedBy, Map<string, ThreatInstance>>();
  quiet.set(context, ofContext);
  const ofLevel = ofContext.get(refusedBy) ?? new Map<string, ThreatInstance>();
  ofContext.set(refusedBy, ofLevel);
  const key = refusedBy === undefined ? '' : namespace;
  let instance = ofLevel.get(key);
  if (!instance) {
    const control = refusedBy === undefined ? undefined : refusal({ namespace }, refusedBy, context);
    instance = { scope: control?.known && control.value ? control.value : clusterRef, message: refusedBy === undefined ? 'not so' : `refuses it by Pod Security level ${refusedBy} or above`, exposed: known(false), ...(control ? { control } : {}) };
    ofLevel.set(key, instance);
  }
  return instance;
}

/** The namespace whose Pod Security level refuses what the threat needs. */
export function refusal({ namespace }: Pick<Workload, 'namespace'>, atLeast: 'baseline' | 'restricted', { cluster }: Context): Fact<ObjectRef | null> {
  const object = cluster.find('Namespace', '', undefined, namespace);
  if (!object) return known(null);
  return map(enforcedLevel(cluster, namespace), (level) => (level === 'restricted' || (level === 'baseline' && atLeast === 'baseline') ? cluster.ref(object) : null));
}

/** Containers that mount one of these paths of the node, or a directory above it; not those that `unless` passes. */
export function mountsOf(context: Context, targets: readonly string[], what: string, only: (path: HostPath, container: Container) => boolean = () => true): Iterable<ThreatInstance> {
  return perContainer(
    context,
    (container) => {
      const hits = container.hostPaths.filter((each) => targets.some((target) => covers(each.path, target) || each.path.startsWith(`${target}/`)) && only(each, container));
      const [first] = hits;
      if (!first) return { message: `mounts nothing that leads to ${what}`, exposed: known(false) };
      return { message: `mounts ${first.path}, by which it reaches ${what}`, exposed: known(true, first.evidence, ...hits.slice(1).map((each) => each.evidence)), ...(hits.every(({ readOnly }) => readOnly) ? { factors: { effort: 'one more weakness' as const } } : {}) };
    },
    'baseline',
  );
}

/** One instance for each instance of a component, by one of its settings. @param bad what is so where the value breaks it */
export function* perComponent(context: Context, id: ComponentId, name: string, bad: string, breaks: (value: string | null, component: Component) => boolean | Fact<boolean>): Iterable<ThreatInstance> {
  for (const component of context.components.of(id)) {
    const setting = component.setting(name);
    const exposed = chain(setting, ({ value }) => {
      const answer = breaks(value, component);
      return typeof answer === 'boolean' ? known(answer, component.at(name)) : answer;
    });
    const written = setting.known ? `${name} ${setting.value.value ?? 'not set'}` : name;
    yield { scope: component.ref, message: exposed.known && !exposed.value ? written : `${bad} (${written})`, exposed };
  }
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
  return context.rights.grants.flatMap((grant) => {
    const instance = heldThrough(grant, row, context);
    return instance ? [{ namespace: grant.namespace, instance }] : [];
  });
}

/** As `holdersOf`; where there is none, the question whether anybody else holds it. */
export function heldBy(context: Context, row: Held): Iterable<ThreatInstance> {
  return orElse(holdersOf(context, row), () => nobody(context));
}

function heldThrough(grant: GrantSubject, { rights, who, within, despiteNames, clusterWide, can }: Held, context: Context): ThreatInstance | undefined {
  if (grant.namespace !== null && (clusterWide === true || (within !== undefined && grant.namespace !== within))) return undefined;
  const holders = grant.holders.filter((holder) => who(holder, context));
  if (holders.length === 0) return undefined;
  const match = rights.map((right) => grant.match(right)).find((each) => each !== undefined && (despiteNames === true || each.names.length === 0));
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
export function* orElse(instances: Iterable<ThreatInstance>, otherwise: () => ThreatInstance): Iterable<ThreatInstance> {
  let any = false;
  for (const instance of instances) {
    any = true;
    yield instance;
  }
  if (!any) yield otherwise();
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
