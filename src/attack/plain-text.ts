import type { Evidence } from '../model/evidence.ts';
import type { AttackContext } from './context.ts';
import { annotations } from './plain-text/annotations.ts';
import { configMaps } from './plain-text/config-maps.ts';
import { containerWords } from './plain-text/containers.ts';
import { configMapData, rowOf, type Reading } from './plain-text/readings.ts';
import { namedHubs } from './programs.ts';
import { rightTechnique, rightsTo } from './right-technique.ts';
import { hub, type State } from './states.ts';
import type { Reason, Step, Technique } from './technique.ts';

/** A text that stands in the open. */
export interface PlainText {
  readonly value: string;
  /** Whoever is there has it. */
  readonly holders: () => readonly State[];
  /** Whoever may read one of these through the API has it. */
  readonly readings: readonly Reading[];
  readonly where: string;
  readonly at: Evidence;
}

export interface Worth {
  readonly gives: State;
  readonly reason: Omit<Reason, 'evidence'>;
}

/** Credentials whose worth is known have one of these forms; a cluster is looked through once for all of them. */
const interesting = /\bA[KS]IA[0-9A-Z]{16}\b|"type":\s*"service_account"|\beyJ[\w-]{10,}\.eyJ|kind"?:\s*"?Config\b/;
const known = new WeakMap<AttackContext, readonly PlainText[]>();

/** Everything that may be a credential and stands where others than its program read it: values of ConfigMaps, variables, command lines, annotations. */
export function plainTexts(context: AttackContext): readonly PlainText[] {
  let found = known.get(context);
  if (!found) known.set(context, (found = [...configMaps(context, interesting), ...containerWords(context, interesting), ...annotations(context, interesting)]));
  return found;
}

/** A step from each way of having a text to what it is worth, and the rights that are such ways. */
export function* worthSteps(texts: Omit<Technique, 'steps'>, all: readonly PlainText[], worthOf: (value: string) => readonly Worth[], context: AttackContext): Generator<Step> {
  const worth = all.flatMap((found) => {
    const list = worthOf(found.value);
    return list.length === 0 ? [] : [{ found, list }];
  });
  yield* waysOf(texts, worth.flatMap(({ found }) => found.readings), context);
  for (const { found: { holders, readings, at, where }, list } of worth) {
    for (const { gives, reason } of list) {
      for (const reader of [...holders(), ...readings.flatMap(statesOf)]) yield { needs: [reader], gives, certain: (reason.gaps ?? []).length === 0, because: () => ({ ...reason, text: `${reason.text} in ${where}`, evidence: [at] }) };
    }
  }
}

/** How somebody comes to read what texts were found in. */
function* waysOf(texts: Omit<Technique, 'steps'>, readings: readonly Reading[], context: AttackContext): Generator<Step> {
  for (const [resource, all] of Map.groupBy(readings, (reading) => reading.resource)) {
    const what = `read-${resource}`;
    const { group, name, clusterScoped } = rowOf(resource);
    const right = (...verbs: readonly string[]) => rightsTo(verbs, group, name);
    if (clusterScoped) {
      yield* rightTechnique({ ...texts, rights: right('get', 'list', 'watch'), gives: (namespace) => (namespace === null ? hub(what, null) : undefined), named: (object, namespace) => (namespace === null ? [hub(what, `/${object}`)] : []) }).steps(context);
      // A Namespace belongs to itself where one asks for it by its name.
      if (name === 'namespaces') yield* rightTechnique({ ...texts, rights: right('get'), gives: (namespace) => (namespace === null ? undefined : hub(what, `/${namespace}`)), named: (object, namespace) => (object === namespace ? [hub(what, `/${object}`)] : []) }).steps(context);
      for (const object of new Set(all.map((reading) => reading.object))) yield { needs: [hub(what, null)], gives: hub(what, `/${object ?? ''}`), free: true };
      continue;
    }
    yield* rightTechnique({ ...texts, rights: right('get', 'list', 'watch'), gives: (namespace) => hub(what, namespace), named: (object, namespace) => namedHubs(what, object, namespace, context) }).steps(context);
    for (const namespace of new Set(all.map((reading) => reading.namespace))) {
      yield { needs: [hub(what, null)], gives: hub(what, namespace), free: true };
      // A pod of the attacker’s own mounts any ConfigMap.
      if (resource === configMapData) yield { needs: [hub('pods', namespace)], gives: hub(what, namespace), free: true };
    }
  }
}

function statesOf({ resource, namespace, object }: Reading): readonly State[] {
  const what = `read-${resource}`;
  if (rowOf(resource).clusterScoped) return [hub(what, `/${object ?? ''}`)];
  return object === undefined ? [hub(what, namespace)] : [hub(what, namespace), hub(what, `${namespace}/${object}`)];
}
