import { rightText } from '../../attack/right-technique.ts';
import type { RoleScope } from '../../attack/role-scopes.ts';
import { holderState } from '../../attack/states.ts';
import { isAggregated } from '../../engines/role-chain.ts';
import type { Holder, Match, Right } from '../../engines/rights.ts';
import { refKey, refLabel, type KubernetesObject, type ObjectRef } from '../../model/object.ts';
import { changeId, keep, noCuts, refuse, type Candidate, type Cuts } from '../candidate.ts';
import { neededBy, withoutIt } from '../controllers.ts';
import { asUser, word } from '../commands.ts';
import { withoutRights } from '../roles.ts';
import { label, mustKeep, type World } from '../world.ts';

/** Rights that are taken together, since each of them is enough. */
export interface RightGroup {
  readonly rights: readonly Right[];
  /** How a person says it: `read Secrets`. */
  readonly deed?: string;
  /** Only for steps to states that begin so. */
  readonly gives?: string;
  /** Takes more than the step needs. */
  readonly broad?: true;
}

/** A right taken out of the role that a person wrote. */
export function takeRights(scope: Pick<RoleScope, 'match' | 'label'>, group: RightGroup, world: World): Cuts {
  const match = group.rights.map((right) => scope.match(right)).find((each) => each !== undefined);
  if (!match) return noCuts;
  const role = match.editable;
  const object = roleObject(role, world);
  if (!object) return refuse(`${scope.label} is not a person’s own: only its bindings can be changed`);
  const held = heldBy(role, group.rights, world);
  const taken = new Set(group.rights.map(rightText));
  for (const holder of held) {
    const keeps = mustKeep(holder, world);
    if (keeps !== undefined) return refuse(`${refLabel(role)}: ${keeps}`);
    const kept = neededBy(holder, (right) => taken.has(rightText(right)) && scope.match(right) !== undefined, world);
    if (kept) return keep(kept);
  }
  if (withoutRights(object, group.rights) === undefined) return refuse(`${refLabel(role)} gives it by a wildcard: which rights its holders need, nobody but they can say`);
  const given = group.rights.filter((right) => refKeyOf(scope.match(right)) === refKey(role));
  return { changes: [made(role, group, given, match, held, world)], refused: [] };
}

function roleObject(ref: ObjectRef, { now: { context: { cluster } } }: World): KubernetesObject | undefined {
  if (ref.kind !== 'Role' && ref.kind !== 'ClusterRole') return undefined;
  const object = cluster.find(ref.kind, ref.apiGroup, ref.namespace, ref.name);
  return object && !cluster.isBuiltIn(object) && cluster.ref(object).origin?.file !== 'built-in' ? object : undefined;
}

/** Everybody who holds rights of the role, by whatever binding, and by roles that aggregate it. */
function heldBy(role: ObjectRef, rights: readonly Right[], { context }: World): readonly Holder[] {
  const key = refKey(role);
  const through = context.grants.filter((grant) => refKey(grant.role) === key || (grant.roleObject && isAggregated(grant.roleObject) && rights.some((right) => refKeyOf(grant.match(right)) === key)));
  return [...new Map(through.flatMap(({ holders }) => holders).map((holder) => [holderState(holder), holder])).values()];
}

function refKeyOf(match: Match | undefined): string {
  return match ? refKey(match.editable) : '';
}

/** @param given those of the rights that the role does give: what it says and what verifies it speaks of no others */
function made(role: ObjectRef, { rights, deed, broad }: RightGroup, given: readonly Right[], { names }: Match, held: readonly Holder[], world: World): Candidate {
  const { costs } = world;
  const ways = withoutIt(held, rights, world);
  const kind = broad ? 'take-rights' : 'take-right';
  const [first] = given;
  const holders = held.map(label);
  return {
    id: changeId(kind, refKey(role), ...rights.map(rightText).toSorted()), kind, cost: costs[kind],
    title: `Take the right to ${deed ?? sentence(given)} out of ${refLabel(role)}`,
    breaks: `whatever ${holders.length === 0 ? 'its holders' : holders.slice(0, 3).join(', ')}${holders.length > 3 ? ` and ${holders.length - 3} more` : ''} did with it${names.length > 0 ? ` to ${names.slice(0, 3).join(', ')}` : ''}${ways.length > 0 ? `; ${ways.join('; ')}` : ''}`,
    ...(first ? { verify: mayI(first, held[0], role.namespace) } : {}),
    make: (objects) => {
      const object = objects.get(role);
      const rules = object && withoutRights(object, rights);
      if (object && rules) objects.put(role, { ...object, rules });
    },
  };
}

/** kubectl takes what follows a slash for the name of an object: a subresource is an option of its own. */
function mayI({ verb, group, resource, subresource }: Right, holder: Holder | undefined, namespace: string | undefined): string {
  const type = group === '' ? resource : `${resource}.${group}`;
  const part = subresource === undefined || subresource === '' ? '' : ` --subresource=${word(subresource)}`;
  return `kubectl auth can-i ${word(verb)} ${word(type)}${part}${holder ? ` ${asUser(holder)}` : ''}${namespace === undefined ? '' : ` -n ${word(namespace)}`}`;
}

function sentence(rights: readonly Right[]): string {
  const byResource = Map.groupBy(rights, ({ group, resource, subresource }) => rightText({ verb: '', group, resource, ...(subresource === undefined ? {} : { subresource }) }).trim());
  return [...byResource].map(([resource, list]) => `${list.map(({ verb }) => verb).join(', ')} ${resource}`).slice(0, 4).join('; ');
}
