import type { Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Binding, Bindings, Entry, SubjectIndex } from './bindings.ts';
import { joined, placeOfBindingGap, type AccessGaps } from './gaps.ts';
import type { Request } from './request.ts';
import { indexOfResource, indexOfUrl, indexOfWord, namesInclude, type PolicyRule } from './rules.ts';
import type { Actor, Subject } from './subjects.ts';

/** The rule that allows, and the binding that brings it. */
export interface Allowance {
  readonly binding: Binding;
  readonly subject: Subject;
  /** Index of the subject in the binding. */
  readonly subjectIndex: number;
  readonly role: KubernetesObject;
  readonly rule: PolicyRule;
  /** Index of the rule in the effective rules of the role. */
  readonly ruleIndex: number;
}

const noNames: readonly string[] = [];

/**
 * RBAC's answer: the first rule, in binding order, that allows. ClusterRoleBindings come first, then the RoleBindings of the
 * request's namespace. A binding whose role is missing is passed over.
 */
export function firstAllowance(bindings: Bindings, actor: Actor, request: Request): Allowance | undefined {
  const found = firstIn(bindings.cluster, actor, request);
  if (found || request.namespace === '') return found;
  const local = bindings.namespaced.get(request.namespace);
  return local && firstIn(local, actor, request);
}

function firstIn(index: SubjectIndex, actor: Actor, request: Request): Allowance | undefined {
  let best: { entry: Entry; rule: number } | undefined;
  const look = (entries: readonly Entry[] | undefined): void => {
    if (!entries) return;
    for (const entry of entries) {
      if (best && isBefore(best.entry, entry)) return;
      const rule = allowingRule(entry.binding, request);
      if (rule >= 0) best = { entry, rule };
    }
  };
  look(index.users.get(actor.user));
  for (const group of actor.groups ?? noNames) look(index.groups.get(group));
  return best && allowanceOf(best.entry, best.rule);
}

/** Bindings in their order; within one, the first subject that matches explains the answer. */
function isBefore(best: Entry, entry: Entry): boolean {
  const order = best.binding.ordinal - entry.binding.ordinal;
  return order < 0 || (order === 0 && best.subject.index <= entry.subject.index);
}

function allowingRule({ list }: Binding, request: Request): number {
  if (!list) return -1;
  const { rules } = list;
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index];
    if (rule && allows(rule, request)) return index;
  }
  return -1;
}

function allows(rule: PolicyRule, request: Request): boolean {
  if (indexOfWord(rule.verbs, request.verb) < 0) return false;
  if (!request.isResource) return indexOfUrl(rule.nonResourceURLs ?? noNames, request.path) >= 0;
  return (
    indexOfWord(rule.apiGroups ?? noNames, request.group) >= 0 &&
    indexOfResource(rule.resources ?? noNames, request.resource, request.subresource) >= 0 &&
    namesInclude(rule.resourceNames ?? noNames, request.name)
  );
}

function allowanceOf({ binding, subject }: Entry, ruleIndex: number): Allowance | undefined {
  const rule = binding.list?.rules[ruleIndex];
  if (!rule || !binding.role) return undefined;
  return { binding, subject: subject.written, subjectIndex: subject.index, role: binding.role, rule, ruleIndex };
}

/** Somebody whom a binding lets make a request. */
export interface Grantee {
  readonly subject: Subject;
  readonly binding: KubernetesObject;
  readonly role: KubernetesObject;
  readonly rule: PolicyRule;
}

/** Everybody whom a binding lets make the request, subject by subject, in the order in which bindings are asked. */
export function grantees(bindings: Bindings, request: Request): readonly Grantee[] {
  const asked = [...bindings.clusterBindings, ...(request.namespace === '' ? [] : (bindings.namespaceBindings.get(request.namespace) ?? []))];
  const rules = new Map<unknown, PolicyRule | undefined>();
  return asked.flatMap((binding): readonly Grantee[] => {
    const { list, role } = binding;
    if (!list || !role) return [];
    if (!rules.has(list)) rules.set(list, list.rules[allowingRule(binding, request)]);
    const rule = rules.get(list);
    return rule ? binding.subjects.map(({ written }) => ({ subject: written, binding: binding.object, role, rule })) : [];
  });
}

/** Every binding that names the actor and counts in that namespace, each once, in the order in which they are asked. */
export function bindingsFor(bindings: Bindings, actor: Actor, namespace: string): readonly Binding[] {
  const local = namespace === '' ? undefined : bindings.namespaced.get(namespace);
  return [...bindingsIn(bindings.cluster, actor), ...(local ? bindingsIn(local, actor) : [])];
}

function bindingsIn(index: SubjectIndex, actor: Actor): readonly Binding[] {
  const found = new Set<Binding>();
  for (const entry of index.users.get(actor.user) ?? []) found.add(entry.binding);
  for (const group of actor.groups ?? noNames) {
    for (const entry of index.groups.get(group) ?? []) found.add(entry.binding);
  }
  return [...found].toSorted((a, b) => a.ordinal - b.ordinal);
}

/** The rules of all bindings that name the actor, repeats kept. */
export function heldRules(bindings: Bindings, actor: Actor, namespace: string): readonly PolicyRule[] {
  return bindingsFor(bindings, actor, namespace).flatMap((binding) => binding.list?.rules ?? []);
}

/** What could turn a denial: bindings not given, and roles not given that a binding of the actor names. */
export function denialGaps(bindings: Bindings, actor: Actor, request: Request, gaps: AccessGaps): readonly Gap[] {
  const { namespace } = request;
  const reaching = bindingsFor(bindings, actor, namespace);
  const openRole = reaching.flatMap((binding) => openRoleGaps(binding, gaps));
  const unplaced = namespace === '' ? undefined : bindings.namespaced.get('');
  const elsewhere = unplaced && firstIn(unplaced, actor, request);
  return joined(
    gaps.authorizers,
    gaps.clusterRoleBindings,
    namespace === '' ? undefined : gaps.roleBindings?.(namespace),
    openRole,
    elsewhere && [placeOfBindingGap(elsewhere.binding.name)],
  );
}

/** A missing role may exist unread; an aggregated one may hold more where not all ClusterRoles were read. */
function openRoleGaps({ roleRef, namespace, role, list }: Binding, gaps: AccessGaps): readonly Gap[] {
  if (roleRef.kind === 'Role') return list ? [] : (gaps.roles?.(namespace ?? '') ?? []);
  return list && role?.['aggregationRule'] === undefined ? [] : (gaps.clusterRoles ?? []);
}
