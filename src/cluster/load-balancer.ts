import type { KubernetesObject } from '../model/object.ts';

const internalMarks: readonly RegExp[] = [
  /^service\.beta\.kubernetes\.io\/aws-load-balancer-internal$/,
  /^service\.beta\.kubernetes\.io\/azure-load-balancer-internal$/,
  /^networking\.gke\.io\/load-balancer-type$/,
  /^cloud\.google\.com\/load-balancer-type$/,
];

/** Providers mark load balancers that get a private address only by an annotation of their own. */
export function isInternal(service: KubernetesObject): boolean {
  const annotations = service.metadata.annotations ?? {};
  if (annotations['service.beta.kubernetes.io/aws-load-balancer-scheme'] === 'internal') return true;
  return Object.entries(annotations).some(([name, value]) => internalMarks.some((mark) => mark.test(name)) && /^(true|internal|0\.0\.0\.0\/0)$/i.test(value));
}
