import { rightsTo, rightTechnique } from './right-technique.ts';
import type { AttackContext } from './context.ts';
import { hub, type State } from './states.ts';
import type { Step, Technique } from './technique.ts';

/** A ConfigMap that something trusts. */
export interface TrustedMap {
  readonly namespace: string;
  readonly name: string;
  /** Whether who may create one makes it. */
  readonly absent?: boolean;
}

export function writesMap({ namespace, name }: TrustedMap): State {
  return hub(`write-map/${name}`, namespace);
}

/** Who may change one of these ConfigMaps, or create the one that is not there, has `may:write-map/NAME`. */
export function* mapWriters(texts: Omit<Technique, 'steps'>, maps: readonly TrustedMap[], context: AttackContext): Generator<Step> {
  for (const absent of [false, true]) {
    const asked = maps.filter((map) => (map.absent === true) === absent);
    if (asked.length === 0) continue;
    const all = absent ? 'create-trusted-maps' : 'change-trusted-maps';
    const at = (namespace: string | null): readonly TrustedMap[] => asked.filter((map) => namespace === null || map.namespace === namespace);
    yield* rightTechnique({
      ...texts, rights: rightsTo(absent ? ['create'] : ['update', 'patch'], '', 'configmaps'),
      gives: (namespace) => (at(namespace).length > 0 ? hub(all, namespace) : undefined),
      named: (name, namespace) => at(namespace).filter((map) => map.name === name).map(writesMap),
    }).steps(context);
    for (const map of asked) for (const namespace of [null, map.namespace]) yield { needs: [hub(all, namespace)], gives: writesMap(map), free: true };
  }
}
