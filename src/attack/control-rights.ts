import type { Fact } from '../model/fact.ts';
import type { KubernetesObject } from '../model/object.ts';
import type { AttackContext } from './context.ts';
import { rightsTo, rightTechnique, type Enough } from './right-technique.ts';
import { hub, type State } from './states.ts';
import type { Step, Technique } from './technique.ts';

/** Objects of the whole cluster that change what the API server does. */
export interface ControlKind {
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
}

/** Who may write such an object has `may:write-RESOURCE`: by creating one, or by changing one that is there. */
export function* writers(texts: Omit<Technique, 'steps'>, { group, kind, resource }: ControlKind, context: AttackContext): Generator<Step> {
  const [sure, doubtful] = [hub(`write-${resource}`, null), hub(`write-a-named-${resource}`, null)];
  const row = rightTechnique({
    ...texts, rights: writing,
    gives: (namespace) => (namespace === null ? sure : undefined),
    named: (name, namespace, { cluster }) => {
      if (namespace !== null) return [];
      if (cluster.find(kind, group, undefined, name)) return [sure];
      return cluster.list(kind, group).known ? [] : [doubtful];
    },
  });
  yield* row.steps(context);
  const list = context.cluster.list(kind, group);
  if (!list.known) yield { needs: [doubtful], gives: sure, free: true, certain: false, because: () => ({ text: `a ${kind} of that name may be there`, evidence: [], gaps: list.gaps }) };

  function writing({ cluster }: AttackContext): readonly Enough[] {
    const changed = isEmpty(cluster.list(kind, group)) ? [] : rightsTo(['update', 'patch'], group, resource);
    return [...rightsTo(['create'], group, resource), ...changed].map((right) => ({ right }));
  }
}

/** Known to hold nothing. */
function isEmpty(list: Fact<readonly KubernetesObject[]>): boolean {
  return list.known && list.value.length === 0;
}

export function writeState({ resource }: ControlKind): State {
  return hub(`write-${resource}`, null);
}
