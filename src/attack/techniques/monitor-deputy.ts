import { scrapers, type Scraper } from '../../knowledge/deputies/prometheus.ts';
import { text } from '../../cluster/read.ts';
import { selects } from '../../engines/access/label-selector.ts';
import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refLabel, valueAt, type KubernetesObject } from '../../model/object.ts';
import { controller, custom } from '../deputies/examples.ts';
import { readsEverySecret } from '../deputies/rows.ts';
import { runningOf } from '../deputies/running.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from '../deputies/writing.ts';
import type { AttackContext } from '../context.ts';
import { cart, inShop, namespace } from '../examples.ts';
import { accountState, hub, type State } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const to = 'serviceaccount:monitoring/prometheus';
const prometheus = (spec: string): string => `${namespace('monitoring')}apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: main, namespace: monitoring}\nspec: {serviceAccountName: prometheus${spec}}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: prometheus, namespace: monitoring}\n---\n`;
const everySelector = ', serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}';
const keys = 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\n---\n';
const operator = controller('monitoring', 'prometheus-operator', 'quay.io/prometheus-operator/prometheus-operator:v0.86.0');
const monitors = inShop(custom('monitoring.coreos.com', 'servicemonitors'));

const technique: Technique = defineTechnique({
  id: 'technique/monitor-deputy',
  title: 'has Prometheus send a token or a password',
  why: 'A ServiceMonitor names a file of the Prometheus server, or a Secret beside the monitor, whose content is sent as a password to the target: to one of the attacker’s, its own token or a Secret that the operator read for it.',
  aliases: ['J7'],
  attack: ['T1528'],
  microsoft: [],
  effort: 2,
  detects: 'ServiceMonitors with a bearerTokenFile outside the namespace of Prometheus.',
  removes: 'Set arbitraryFSAccessThroughSMs.deny to true on the Prometheus, and take writes on monitors away where Secrets lie beside them.',
  *steps(context) {
    for (const scraper of scrapers) yield* stepsOf(scraper, context);
  },
  examples: {
    present: [
      { objects: namespace('shop') + keys + operator + prometheus(', podMonitorSelector: {}, podMonitorNamespaceSelector: {}, arbitraryFSAccessThroughSMs: {deny: true}') + inShop(custom('monitoring.coreos.com', 'podmonitors')), from: cart, to: 'secret:shop/keys' },
      { objects: namespace('shop') + prometheus(everySelector) + monitors, from: cart, to },
      { objects: namespace('shop') + prometheus(', serviceMonitorSelector: {matchLabels: {team: a}}, serviceMonitorNamespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}') + monitors, from: cart, to },
    ],
    absent: [
      { objects: namespace('shop') + prometheus(`${everySelector}, automountServiceAccountToken: false`) + monitors, from: cart, to },
      { objects: namespace('shop') + keys + operator + prometheus(everySelector) + inShop(custom('monitoring.coreos.com', 'podmonitors')), from: cart, to: 'secret:shop/keys' },
      { objects: namespace('shop') + keys + prometheus(everySelector) + monitors, from: cart, to: 'secret:shop/keys' },
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

function* stepsOf({ program, server, monitors, takesAll }: Scraper, context: AttackContext): Generator<Step> {
  const { cluster } = context;
  const servers = server.flatMap(({ kind, group }) => cluster.given(kind, group));
  if (servers.length === 0) return;
  const own = new Set(servers.map((object) => cluster.ref(object).namespace ?? ''));
  const operators = runningOf(program, server, context);
  for (const { kind, files, selector, namespaceSelector } of monitors) {
    yield* writersOf('J7', kind, context, own);
    yield* intoNamespaces('J7', kind, allNamespaces(context));
    for (const object of servers) {
      const all = takesAll !== undefined && valueAt(object, ['spec', takesAll]) === true;
      if (!all && !isSet(object, selector) && (takesAll === undefined || !isSet(object, namespaceSelector))) continue;
      const ref = cluster.ref(object);
      const login = files && sendsToken(object) ? accountState(ref.namespace ?? '', accountOf(object)) : undefined;
      for (const namespace of allNamespaces(context)) {
        const taken = all && !isSet(object, namespaceSelector) ? [] : takes(object, namespaceSelector, namespace, context);
        if (taken === undefined) continue;
        const step = (gives: State, what: string, gaps: readonly Gap[]): Step => ({
          needs: [writeHub('J7', kind, namespace)], gives, free: true, certain: gaps.length === 0,
          because: () => ({ text: `${refLabel(ref)} takes ${kind.kind}s of ${namespace}, with ${what}`, evidence: [evidence(ref, ['spec', ...(what === 'files of its own' ? ['arbitraryFSAccessThroughSMs'] : [selector])])], gaps }),
        });
        if (login !== undefined) yield step(login, 'files of its own', taken);
        const reader = operators.find((each) => readsEverySecret({ kind: 'ServiceAccount', namespace: each.namespace, name: each.account }, { namespace }, context));
        if (reader) yield step(hub('read-secrets', namespace), 'Secrets beside them, which it sends to the target', [...taken, ...reader.gaps]);
      }
    }
  }
}

/** Whether files may be named, and the token is one of them. */
function sendsToken(object: KubernetesObject): boolean {
  return valueAt(object, ['spec', 'arbitraryFSAccessThroughSMs', 'deny']) !== true && valueAt(object, ['spec', 'automountServiceAccountToken']) !== false;
}

function accountOf(object: KubernetesObject): string {
  return text(valueAt(object, ['spec', 'serviceAccountName'])) ?? (object.kind === 'VMAgent' ? `vmagent-${object.metadata.name}` : 'default');
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
