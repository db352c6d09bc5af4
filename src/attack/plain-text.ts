import { entries, text, textMap } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { refLabel } from '../model/object.ts';
import type { AttackContext } from './context.ts';
import { namedHubs } from './programs.ts';
import type { ContainerPlace } from './places.ts';
import { rightTechnique, rightsTo } from './right-technique.ts';
import { hub, type State } from './states.ts';
import type { Reason, Step, Technique } from './technique.ts';

/** A text that stands in the open, and the states in which somebody has it. */
export interface PlainText {
  readonly value: string;
  readonly readers: readonly State[];
  readonly where: string;
  readonly at: Evidence;
}

const readConfigMaps = rightsTo(['get', 'list', 'watch'], '', 'configmaps');
/** What carries the variables and arguments of containers: pods, and what they are made from. */
const templates: readonly (readonly [kind: string, group: string, resource: string])[] = [
  ['Pod', '', 'pods'], ['ReplicationController', '', 'replicationcontrollers'], ['Deployment', 'apps', 'deployments'], ['ReplicaSet', 'apps', 'replicasets'],
  ['DaemonSet', 'apps', 'daemonsets'], ['StatefulSet', 'apps', 'statefulsets'], ['Job', 'batch', 'jobs'], ['CronJob', 'batch', 'cronjobs'],
];
/** What a controller makes on the way to its pods, with the same in it. */
const between: Readonly<Record<string, readonly string[]>> = { Deployment: ['ReplicaSet'], CronJob: ['Job'] };

function readTemplates(resource: string, where: string | null): State {
  return hub(`read-${resource}`, where);
}

/** Who reads ConfigMaps, pods and their templates through the API. */
export function* readersOf(texts: Omit<Technique, 'steps'>, context: AttackContext): Generator<Step> {
  const maps = rightTechnique({ ...texts, rights: readConfigMaps, gives: (namespace) => hub('read-config-maps', namespace), named: (name, namespace) => namedHubs('read-config-maps', name, namespace, context) });
  yield* maps.steps(context);
  for (const [, group, resource] of templates) {
    const rights = rightsTo(['get', 'list', 'watch'], group, resource);
    yield* rightTechnique({ ...texts, rights, gives: (namespace) => readTemplates(resource, namespace), named: (name, namespace) => namedHubs(`read-${resource}`, name, namespace, context) }).steps(context);
  }
}

/** A step from each way of reading a text to what it is worth. */
export function* from({ readers, at, where }: PlainText, gives: State, reason: Omit<Reason, 'evidence'>): Generator<Step> {
  for (const reader of readers) yield { needs: [reader], gives, certain: (reason.gaps ?? []).length === 0, because: () => ({ ...reason, text: `${reason.text} in ${where}`, evidence: [at] }) };
}

/** How somebody comes to read what stands in ConfigMaps, pods or templates of a namespace, where something is found in one. */
export function* hubsOf(namespace: string): Generator<Step> {
  for (const what of ['read-config-maps', ...templates.map(([, , resource]) => `read-${resource}`)]) yield { needs: [hub(what, null)], gives: hub(what, namespace), free: true };
  // A pod of the attacker’s own mounts any ConfigMap.
  yield { needs: [hub('pods', namespace)], gives: hub('read-config-maps', namespace), free: true };
}

/** Values of ConfigMaps, and of variables and arguments of containers, that match. */
export function* plainTexts(context: AttackContext, interesting: RegExp): Generator<PlainText & { readonly namespace: string }> {
  const maps = new Map<string, State[]>();
  for (const object of context.cluster.given('ConfigMap')) {
    const ref = context.cluster.ref(object);
    const namespace = ref.namespace ?? '';
    for (const [key, value] of Object.entries(textMap(object['data']))) {
      if (!interesting.test(value)) continue;
      const readers = maps.get(`${namespace}/${ref.name}`) ?? [hub('read-config-maps', namespace), hub('read-config-maps', `${namespace}/${ref.name}`)];
      maps.set(`${namespace}/${ref.name}`, readers);
      yield { value, readers, namespace, where: `${key} of ConfigMap ${namespace}/${ref.name}`, at: evidence(ref, ['data', key]) };
    }
  }
  for (const place of context.containers) {
    const { container, workload, inside } = place;
    for (const { value, at } of wordsOf(place)) {
      if (interesting.test(value)) yield { value, readers: [inside, ...readersOfTemplate(workload)], namespace: workload.namespace, where: `container ${container.name} of ${refLabel(workload.ref)}`, at };
    }
  }
}

/** Its pods, and by all of its kind or by its name what they are made from. */
function readersOfTemplate({ namespace, ref }: Workload): readonly State[] {
  const all = templates.filter(([kind]) => kind === 'Pod' || kind === ref.kind || between[ref.kind]?.includes(kind) === true).map(([, , resource]) => readTemplates(resource, namespace));
  const own = templates.find(([kind]) => kind === ref.kind);
  return own ? [...all, readTemplates(own[2], `${namespace}/${ref.name}`)] : all;
}

function* wordsOf({ container }: ContainerPlace): Generator<{ readonly value: string; readonly at: Evidence }> {
  for (const { index, value } of entries(container.spec['env'])) {
    const literal = text(value['value']);
    if (literal !== undefined && literal.length > 15) yield { value: literal, at: container.at('env', index, 'name') };
  }
  for (const list of ['command', 'args'] as const) {
    const words = container.spec[list];
    if (!Array.isArray(words)) continue;
    for (const word of words as unknown[]) if (typeof word === 'string' && word.length > 15) yield { value: word, at: container.at(list) };
  }
}
