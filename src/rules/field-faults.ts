import { evidence, type Evidence } from '../model/evidence.ts';
import { valueAt } from '../model/object.ts';
import type { FieldFault } from '../model/snapshot.ts';
import type { Context } from './context.ts';
import type { Breach } from './define.ts';

type Faults = readonly [FieldFault, ...FieldFault[]];

/** One breach for each object that has such faults: whoever corrects one corrects them all. */
export function faultyObjects({ cluster }: Context, counts: (fault: FieldFault) => boolean, told: (faults: Faults) => Pick<Breach, 'message' | 'expected'>): readonly Breach[] {
  const { faults, objects } = cluster.snapshot;
  if (!faults || faults.size === 0) return [];
  return objects.flatMap((object) => {
    const [first, ...others] = (faults.get(object) ?? []).filter(counts);
    if (!first) return [];
    const ref = cluster.ref(object);
    // Of a Secret no value is kept.
    const seen = ({ path, has, form }: FieldFault): Evidence => evidence(ref, path, form === 'data key' || form === 'label key' ? path.at(-1) : object.kind === 'Secret' && /data$/i.test(String(path[0])) ? `(${has ?? 'text'})` : valueAt(object, path));
    return [{ object: ref, ...told([first, ...others]), evidence: [seen(first), ...others.map(seen)] as const }];
  });
}
