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
  return { changes: [made(role, group, match, held, world)], refused: [] };
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

function made(role: ObjectRef, { rights, deed, broad }: RightGroup, { names }: Match, held: readonly Holder[], world: World): Candidate {
  const { costs } = world;
  const ways = withoutIt(held, rights, world);
  const kind = broad ? 'take-rights' : 'take-right';
  const [first] = rights;
  const holders = held.map(label);
  return {
    id: changeId(kind, refKey(role), ...rights.map(rightText).toSorted()), kind, cost: costs[kind],
    title: `Take the right to ${deed ?? sentence(rights)} out of ${refLabel(role)}`,
    breaks: `whatever ${holders.length === 0 ? 'its holders' : holders.slice(0, 3).join(', ')}${holders.length > 3 ? ` and ${holders.length - 3} more` : ''} did with it${names.length > 0 ? ` to ${names.slice(0, 3).join(', ')}` : ''}${ways.length > 0 ? `; ${ways.join('; ')}` : ''}`,
    ...(first ? { verify: `kubectl auth can-i ${word(first.verb)} ${word(`${first.resource}${first.group === '' ? '' : `.${first.group}`}${first.subresource === undefined ? '' : `/${first.subresource}`}`)}${held[0] ? ` ${asUser(held[0])}` : ''}${role.namespace === undefined ? '' : ` -n ${word(role.namespace)}`}` } : {}),
    make: (objects) => {
      const object = objects.get(role);
      const rules = object && withoutRights(object, rights);
      if (object && rules) objects.put(role, { ...object, rules });
    },
  };
}

function sentence(rights: readonly Right[]): string {
  const byResource = Map.groupBy(rights, ({ group, resource, subresource }) => rightText({ verb: '', group, resource, ...(subresource === undefined ? {} : { subresource }) }).trim());
  return [...byResource].map(([resource, list]) => `${list.map(({ verb }) => verb).join(', ')} ${resource}`).slice(0, 4).join('; ');
}
