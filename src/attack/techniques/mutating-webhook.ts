import { writers, writeState, type ControlKind } from '../control-rights.ts';
import { cart, everywhere, inShop } from '../examples.ts';
import { clusterAdmin } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const group = 'admissionregistration.k8s.io';
const kind: ControlKind = { group, kind: 'MutatingWebhookConfiguration', resource: 'mutatingwebhookconfigurations' };
const rule = (verbs: string, more = ''): string => `{apiGroups: [${group}], resources: [mutatingwebhookconfigurations], verbs: [${verbs}]${more}}`;
const injector = `apiVersion: ${group}/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: injector}\nwebhooks: []\n`;

const technique: Technique = defineTechnique({
  id: 'technique/mutating-webhook',
  title: 'has the API server ask a webhook of its own what to store',
  why: 'A mutating webhook rewrites every object on its way: a pod of the control plane gets another image, a binding another subject. Its address is the attacker’s choice, outside the cluster as well.',
  aliases: ['C1', 'control_webhooks'],
  attack: ['T1546'],
  microsoft: ['MS-TA9015'],
  effort: 2,
  detects: 'Audit events that create or change a MutatingWebhookConfiguration.',
  removes: 'Take the right away, or limit it by resourceNames to a webhook whose service only its own program can answer.',
  *steps(context) {
    yield* writers(this, kind, context);
    yield { needs: [writeState(kind)], gives: clusterAdmin, because: () => ({ text: 'a mutating webhook rewrites what administrators and controllers send', evidence: [] }) };
  },
  examples: {
    present: [
      { objects: everywhere(rule('create')), from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('patch', ', resourceNames: [injector]')) + injector, from: cart, to: 'cluster-admin' },
    ],
    absent: [
      { objects: inShop(rule('create, update, patch')), from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('get, list, delete')), from: cart, to: 'cluster-admin' },
      { objects: everywhere(rule('create', ', resourceNames: [injector]')) + injector, from: cart, to: 'cluster-admin' },
    ],
    unknown: [{ objects: everywhere(rule('update', ', resourceNames: [other]')) + injector, from: cart, to: 'cluster-admin' }],
  },
});

export default technique;
