import type { Gate } from '../engines/admission/index.ts';
import { entries, fields, text, textMap } from '../cluster/read.ts';
import { mapSelector } from '../lang/selector.ts';
import type { AttackContext } from './context.ts';
import type { ContainerPlace } from './places.ts';

/** Who answers a webhook from inside the cluster. */
export interface Backend {
  readonly namespace: string;
  readonly service: string;
  /** Without an answer the pod is let in. */
  readonly failsOpen: boolean;
  readonly places: readonly ContainerPlace[];
}

const kinds: Readonly<Partial<Record<Gate['kind'], string>>> = { 'validating-webhook': 'ValidatingWebhookConfiguration', 'mutating-webhook': 'MutatingWebhookConfiguration' };

/** Undefined for a webhook outside the cluster, and for other guards. */
export function backendOf({ kind, name, part }: Gate, context: AttackContext): Backend | undefined {
  const { cluster } = context;
  const configuration = cluster.find(kinds[kind] ?? '', 'admissionregistration.k8s.io', undefined, name);
  const webhook = entries(configuration?.['webhooks']).find(({ value }) => value['name'] === part)?.value;
  const service = fields(fields(webhook?.['clientConfig'])?.['service']);
  const [namespace, called] = [text(service?.['namespace']), text(service?.['name'])];
  if (!webhook || namespace === undefined || called === undefined) return undefined;
  const selector = mapSelector(textMap(fields(cluster.find('Service', '', namespace, called)?.['spec'])?.['selector']));
  const places = context.containersLabelled(namespace, selector);
  return { namespace, service: called, failsOpen: webhook['failurePolicy'] === 'Ignore', places };
}
