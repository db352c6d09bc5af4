import type { Exposed } from '../engines/network/index.ts';
import type { AttackContext } from './context.ts';

const known = new WeakMap<AttackContext, readonly Exposed[]>();

/** Every way in from outside, worked out once. */
export function waysIn(context: AttackContext): readonly Exposed[] {
  let found = known.get(context);
  if (!found) known.set(context, (found = context.network.exposures()));
  return found;
}
