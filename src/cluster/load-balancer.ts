import type { KubernetesObject } from '../model/object.ts';
import { fields, text } from './read.ts';

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

/** Controllers whose Ingresses become a load balancer of the provider, which sends to the pods or their nodes by itself. */
const balancerControllers: readonly RegExp[] = [/^ingress\.k8s\.aws\/alb$/, /^networking\.gke\.io\/|^ingress\.gcp\.kubernetes\.io\//, /^azure\/application-gateway$/];
const balancerClasses: readonly RegExp[] = [/^alb$/, /^gce(-internal)?$/, /^azure[/-]application-gateway$/];

/** How a provider's load balancer serves an Ingress: to everybody or inside the network. Undefined where a controller in pods serves it. */
export function balancerOf(ingress: KubernetesObject, classes: readonly KubernetesObject[]): 'public' | 'inside' | undefined {
  const annotations = ingress.metadata.annotations ?? {};
  const name = text(fields(ingress['spec'])?.['ingressClassName']) ?? annotations['kubernetes.io/ingress.class'] ?? '';
  const controller = text(fields(classes.find(({ metadata }) => metadata.name === name)?.['spec'])?.['controller']);
  const outside = controller === undefined ? balancerClasses.some((each) => each.test(name)) : balancerControllers.some((each) => each.test(controller));
  if (!outside) return undefined;
  const inside = annotations['alb.ingress.kubernetes.io/scheme'] === 'internal' || name === 'gce-internal' || annotations['appgw.ingress.kubernetes.io/use-private-ip'] === 'true';
  return inside ? 'inside' : 'public';
}
