import { isDeepStrictEqual } from 'node:util';
import { fields, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { rulesCover } from './cover.ts';
import { readRules } from './rule-lists.ts';
import type { PolicyRule } from './rules.ts';
import { mastersGroup, type Actor } from './subjects.ts';

/** A write of a Role, ClusterRole, RoleBinding or ClusterRoleBinding. */
export interface Operation {
  readonly verb: 'create' | 'update' | 'patch';
  readonly object: KubernetesObject;
  /** Required of updates. */
  readonly oldObject?: KubernetesObject;
}

export interface Admission {
  readonly allowed: boolean;
  readonly reason: string;
  /** Rules that the actor would give and does not hold. */
  readonly missing: readonly PolicyRule[];
}

/** What the checks ask of the authorizer. */
export interface Asked {
  may(actor: Actor, verb: string, resource: string, name: string, namespace: string): boolean;
  rulesFor(user: string, groups: readonly string[], namespace: string): readonly PolicyRule[];
  /** Rules of a role, undefined where it does not exist. */
  rulesOf(kind: string, name: string, namespace: string): readonly PolicyRule[] | undefined;
}

const everything: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** The checks in the API server's storage that nobody gives more rights than they hold, besides the ordinary right to write. */
export function escalationCheck(actor: Actor, { verb, object, oldObject }: Operation, asked: Asked): Admission {
  if (actor.groups?.includes(mastersGroup)) return allowed('system:masters skips the escalation checks');
  if (oldObject && onlyOwnersChanged(object, oldObject)) return allowed('only owner references and finalizers change');
  const namespaced = object.kind === 'Role' || object.kind === 'RoleBinding';
  const namespace = namespaced ? (object.metadata.namespace ?? '') : '';
  if (object.kind.endsWith('Binding')) return bindingCheck(actor, object, oldObject, namespace, asked);
  // A create carries no name, so an `escalate` limited to names works for updates only.
  const name = verb === 'create' ? '' : object.metadata.name;
  const resource = namespaced ? 'roles' : 'clusterroles';
  if (asked.may(actor, 'escalate', resource, name, namespace)) return allowed(`may escalate ${resource}`);
  const aggregates = fields(object['aggregationRule']) !== undefined || fields(oldObject?.['aggregationRule']) !== undefined;
  return held(actor, [...readRules(object['rules']), ...(aggregates && !namespaced ? everything : [])], namespace, asked);
}

function bindingCheck(actor: Actor, binding: KubernetesObject, old: KubernetesObject | undefined, namespace: string, asked: Asked): Admission {
  if (old && !isDeepStrictEqual(roleRef(binding), roleRef(old))) return refused('roleRef cannot be changed');
  const { kind, name } = roleRef(binding);
  const resource = kind === 'Role' ? 'roles' : 'clusterroles';
  if (asked.may(actor, 'bind', resource, name, namespace)) return allowed(`may bind ${resource} ${name}`);
  const rules = asked.rulesOf(kind, name, namespace);
  return rules ? held(actor, rules, namespace, asked) : refused(`${kind} ${name} does not exist`);
}

function roleRef(binding: KubernetesObject): { readonly kind: string; readonly name: string } {
  const reference = fields(binding['roleRef']) ?? {};
  return { kind: text(reference['kind']) ?? '', name: text(reference['name']) ?? '' };
}

function held(actor: Actor, rules: readonly PolicyRule[], namespace: string, asked: Asked): Admission {
  const { covered, uncovered } = rulesCover(asked.rulesFor(actor.user, actor.groups ?? [], namespace), rules);
  return covered ? allowed('holds every rule') : { allowed: false, reason: 'gives rights that the actor does not hold', missing: uncovered };
}

function allowed(reason: string): Admission {
  return { allowed: true, reason, missing: [] };
}

function refused(reason: string): Admission {
  return { allowed: false, reason, missing: [] };
}

function onlyOwnersChanged(object: KubernetesObject, old: KubernetesObject): boolean {
  const ignored = { ownerReferences: undefined, finalizers: undefined, managedFields: undefined };
  const rest = (each: KubernetesObject): unknown => ({ ...each, metadata: { ...each.metadata, ...ignored } });
  return isDeepStrictEqual(rest(object), rest(old));
}
