import { rightText } from '../../attack/right-technique.ts';
import type { State } from '../../attack/states.ts';
import { giftsOf, type Technique } from '../../attack/technique.ts';
import type { Right } from '../../engines/rights.ts';
import type { World } from '../world.ts';

type Asked = ReadonlyMap<string, readonly Right[]>;

const known = new WeakMap<World, Map<Technique, Asked>>();

/** Every right of a role by which a technique makes one step: the graph keeps the step once, whatever the verb. */
export function askedRights(technique: Technique, need: State, gives: State, world: World): readonly Right[] {
  const all = known.get(world) ?? new Map<Technique, Asked>();
  known.set(world, all);
  let asked = all.get(technique);
  if (!asked) all.set(technique, (asked = readAsked(technique, world)));
  return asked.get(`${need}\n${gives}`) ?? [];
}

function readAsked(technique: Technique, { now, scopes }: World): Asked {
  const found = new Map<string, Map<string, Right>>();
  for (const { needs: [need, ...more], gives, because } of technique.steps(now.context)) {
    if (need === undefined || more.length > 0 || !scopes.has(need)) continue;
    for (const [index, gift] of giftsOf({ gives }).entries()) {
      const right = because?.(index).asked?.right;
      if (!right) continue;
      const key = `${need}\n${gift}`;
      const rights = found.get(key) ?? new Map<string, Right>();
      found.set(key, rights.set(rightText(right), right));
    }
  }
  return new Map([...found].map(([key, rights]) => [key, [...rights.values()]]));
}
