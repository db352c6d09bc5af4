import { gap, type Gap } from '../../model/gap.ts';
import { versionGap } from '../../cluster/version.ts';
import type { Right } from '../../engines/rights.ts';
import type { AttackContext } from '../context.ts';
import { writers, writeState, type ControlKind } from '../control-rights.ts';
import { cart, everywhere, inShop } from '../examples.ts';
import { apiServerGate } from '../feature-gates.ts';
import { accountState, allSecrets, hub } from '../states.ts';
import { defineTechnique, type Step, type Technique } from '../technique.ts';

const group = 'admissionregistration.k8s.io';
const kind: ControlKind = { group, kind: 'ValidatingWebhookConfiguration', resource: 'validatingwebhookconfigurations' };
const rule = (verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [validatingwebhookconfigurations], verbs: [${verbs}]${more}}`;
const scraper = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: scrape}\nrules: [{apiGroups: [""], resources: [nodes/metrics], verbs: [get]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: scrape}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: scrape}\nsubjects: [{kind: ServiceAccount, name: prometheus, namespace: monitoring}]\n`;
const asked: readonly Right[] = ['metrics', 'stats', 'proxy'].map((subresource) => ({ verb: 'get', group: '', resource: 'nodes', subresource }));
const callsGap: Gap = gap('audit', 'gap/token-reviews', 'Which service accounts show their token to kubelets or to programs that ask the API server whose it is? Audit events that create tokenreviews name them.');

const technique: Technique = defineTechnique({
  id: 'technique/validating-webhook',
  title: 'listens to what is written by a webhook of its own',
  why: 'A validating webhook is sent every object that its rules match: Secrets as they are created or changed, and up to Kubernetes 1.36 the tokens in token reviews.',
  aliases: ['C2', 'control_webhooks'],
  attack: ['T1557', 'T1552.007'],
  microsoft: ['MS-TA9015'],
  effort: 2,
  detects: 'Audit events that create or change a ValidatingWebhookConfiguration.',
  removes: 'Take the right away, or limit it by resourceNames to a webhook whose service only its own program can answer.',
  *steps(context) {
    yield* writers(this, kind, context);
    yield { needs: [writeState(kind)], gives: allSecrets, because: () => ({ text: 'a webhook is sent Secrets as they are written', evidence: [] }) };
    yield* reviews(context);
  },
  examples: {
    present: [{ objects: everywhere(rule('create')), from: cart, to: 'all-secrets' }],
    absent: [
      { objects: inShop(rule('create, update, patch')), from: cart, to: 'all-secrets' },
      { objects: everywhere(rule('get, list, delete')), from: cart, to: 'all-secrets' },
      { objects: everywhere(rule('create')) + scraper, from: cart, to: 'serviceaccount:monitoring/prometheus', version: '1.37' },
    ],
    unknown: [{ objects: everywhere(rule('create')) + scraper, from: cart, to: 'serviceaccount:monitoring/prometheus', version: '1.36' }],
  },
});

export default technique;

/** Kubelets have the API server judge tokens: who asks them shows one. */
function* reviews(context: AttackContext): Generator<Step> {
  const kept = apiServerGate('ExcludeAdmissionWebhookVirtualResources', context);
  if (kept.known && kept.value) return;
  const state = hub('read-token-reviews', null);
  const gaps = kept.known ? [callsGap] : [callsGap, versionGap];
  yield { needs: [writeState(kind)], gives: state, certain: false, because: () => ({ text: 'a webhook that matches token reviews is sent tokens', evidence: [], gaps }) };
  for (const grant of context.grants) {
    // Programs that talk to kubelets have a rule for that; who may do everything need not.
    if (grant.builtIn || !asked.some((right) => grant.match(right)?.rule.resources?.some((each) => each.startsWith('nodes/')))) continue;
    for (const { kind: who, namespace = '', name } of grant.holders) if (who === 'ServiceAccount' && namespace !== '') yield { needs: [state], gives: accountState(namespace, name), free: true };
  }
}
