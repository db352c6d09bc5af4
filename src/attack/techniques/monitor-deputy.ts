import { scrapers, type Scraper } from '../../knowledge/deputies/prometheus.ts';
import { text } from '../../cluster/read.ts';
import { selects } from '../../engines/access/label-selector.ts';
import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import { custom } from '../deputies/examples.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, namespace } from '../examples.ts';
import { accountState } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const to = 'serviceaccount:monitoring/prometheus';
const prometheus = (spec: string): string => `${namespace('monitoring')}apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: main, namespace: monitoring}\nspec: {serviceAccountName: prometheus${spec}}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: prometheus, namespace: monitoring}\n---\n`;
const everySelector = ', serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}';
const monitors = inShop(custom('monitoring.coreos.com', 'servicemonitors'));

const technique: Technique = defineTechnique({
  id: 'technique/monitor-deputy',
  title: 'has Prometheus send its token',
  why: 'A ServiceMonitor names a file of the Prometheus server whose content it sends as a password to the target: its own token, to a target of the attacker.',
  aliases: ['J7'],
  attack: ['T1528'],
  microsoft: [],
  effort: 2,
  detects: 'ServiceMonitors with a bearerTokenFile outside the namespace of Prometheus.',
  removes: 'Set arbitraryFSAccessThroughSMs.deny to true on the Prometheus.',
  *steps(context) {
    for (const scraper of scrapers) yield* stepsOf(scraper, context);
  },
  examples: {
    present: [
      { objects: namespace('shop') + prometheus(everySelector) + monitors, from: cart, to },
      { objects: namespace('shop') + prometheus(', serviceMonitorSelector: {matchLabels: {team: a}}, serviceMonitorNamespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}') + monitors, from: cart, to },
    ],
    absent: [
      { objects: namespace('shop') + prometheus(`${everySelector}, arbitraryFSAccessThroughSMs: {deny: true}`) + monitors, from: cart, to },
      { objects: namespace('shop') + prometheus(', serviceMonitorSelector: {}') + monitors, from: cart, to },
      { objects: namespace('shop') + prometheus(', serviceMonitorNamespaceSelector: {}') + monitors, from: cart, to },
      { objects: namespace('shop') + prometheus(', serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {matchLabels: {monitored: "yes"}}') + monitors, from: cart, to },
      { objects: namespace('shop') + prometheus(everySelector) + inShop(custom('monitoring.coreos.com', 'podmonitors')), from: cart, to },
    ],
    unknown: [{ objects: prometheus(', serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {matchLabels: {monitored: "yes"}}') + monitors, from: cart, to }],
  },
});

export default technique;

function* stepsOf({ server, monitor, selector, namespaceSelector, takesAll }: Scraper, context: AttackContext): Generator<Step> {
  const { cluster } = context;
  const servers = server.flatMap(({ kind, group }) => cluster.given(kind, group)).filter((object) => valueAt(object, ['spec', 'arbitraryFSAccessThroughSMs', 'deny']) !== true);
  if (servers.length === 0) return;
  const own = new Set(servers.map((object) => cluster.ref(object).namespace ?? ''));
  yield* writersOf('J7', monitor, context, own);
  yield* intoNamespaces('J7', monitor, allNamespaces(context));
  for (const object of servers) {
    const all = takesAll !== undefined && valueAt(object, ['spec', takesAll]) === true;
    if (!all && !isSet(object, selector) && (takesAll === undefined || !isSet(object, namespaceSelector))) continue;
    const ref = cluster.ref(object);
    const account = text(valueAt(object, ['spec', 'serviceAccountName'])) ?? (object.kind === 'VMAgent' ? `vmagent-${ref.name}` : 'default');
    for (const namespace of allNamespaces(context)) {
      const taken = all && !isSet(object, namespaceSelector) ? [] : takes(object, namespaceSelector, namespace, context);
      if (taken === undefined) continue;
      yield {
        needs: [writeHub('J7', monitor, namespace)], gives: accountState(ref.namespace ?? '', account), free: true, certain: taken.length === 0,
        because: () => ({ text: `${refLabel(ref)} takes ${monitor.kind}s of ${namespace}, with files of its own`, evidence: [evidence(ref, ['spec', 'arbitraryFSAccessThroughSMs'])], gaps: taken }),
      };
    }
  }
}

function isSet(object: KubernetesObject, field: string): boolean {
  const value = valueAt(object, ['spec', field]);
  return value !== undefined && value !== null;
}

/** Undefined where the server takes nothing of that namespace; else what is not known about it. */
function takes(object: KubernetesObject, field: string, namespace: string, { cluster }: AttackContext): readonly Gap[] | undefined {
  if (!isSet(object, field)) return cluster.ref(object).namespace === namespace ? [] : undefined;
  const selector = valueAt(object, ['spec', field]);
  const given = cluster.find('Namespace', '', undefined, namespace);
  const labels = { 'kubernetes.io/metadata.name': namespace, ...given?.metadata.labels };
  if (selects(selector, labels) === true) return [];
  return given ? undefined : [gap('api', `gap/namespace-labels/${namespace}`, `Which labels has the namespace ${namespace}? kubectl get namespace ${namespace} --show-labels`)];
}
