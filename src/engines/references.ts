// Whether what an object names by name or by labels is there, as far as was read.

import type { Cluster } from '../cluster/cluster.ts';
import { entries, text } from '../cluster/read.ts';
import { podTemplatesOf } from '../cluster/templates.ts';
import { makesNoPods } from '../knowledge/podless-kinds.ts';
import { matchesSelector, type Selector } from '../lang/selector.ts';
import { chain, known, map, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import { apiGroupOf, valueAt, type KubernetesObject, type Path } from '../model/object.ts';

export { mapSelector, matchesSelector, readSelector } from '../lang/selector.ts';

/** Objects that others put beside what people write: without one of their kind given, the kind was not given at all. */
const madeElsewhere: ReadonlySet<string> = new Set(['Secret', 'ConfigMap', 'PersistentVolumeClaim', 'ServiceAccount']);
/** What controllers put into every namespace, those of Kubernetes, OpenShift and Istio. */
const born: ReadonlySet<string> = new Set(['ServiceAccount/default', 'ConfigMap/kube-root-ca.crt', 'ConfigMap/openshift-service-ca.crt', 'ConfigMap/istio-ca-root-cert']);
/** The Service that the API server makes for itself, with the labels it gives it. */
const ownService = { namespace: 'default', name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } } as const;
/** Namespaces whose objects the installer of a cluster makes; files hold a few of them at most. */
const installers = /^(kube-|openshift)/;

/** Whether an object that is named does not exist. Where its kind was not read in that namespace, nobody can say. */
export function isMissing(cluster: Cluster, kind: string, group: string, namespace: string, name: string): Fact<boolean> {
  if (born.has(`${kind}/${name}`) || (kind === 'Service' && namespace === ownService.namespace && name === ownService.name) || cluster.find(kind, group, namespace, name)) return known(false);
  if (madeElsewhere.has(kind) && cluster.given(kind, group, namespace).length === 0) return unknown(notRead(kind, namespace));
  // Hooks, operators and people make Secrets that no file holds.
  if ((installers.test(namespace) || kind === 'Secret') && !isDump(cluster)) return unknown(notRead(kind, namespace));
  return map(cluster.list(kind, group, namespace), () => true);
}

function notRead(kind: string, namespace: string): ReturnType<typeof gap> {
  return gap('api', `gap/list/${kind.toLowerCase()}/${namespace}`, `Which ${kind} objects are there in namespace ${namespace}? kubectl get ${kind.toLowerCase()} -n ${namespace} -o json`);
}

/** Whether the objects were read from an API server, with all that controllers make. */
function isDump(cluster: Cluster): boolean {
  return facts(cluster).dump;
}

interface ClusterFacts {
  readonly dump: boolean;
  /** A kind in each namespace that makes pods which nothing given shows. */
  readonly hidden: ReadonlyMap<string, string>;
}

const kept = new WeakMap<Cluster, ClusterFacts>();

function facts(cluster: Cluster): ClusterFacts {
  let found = kept.get(cluster);
  if (!found) {
    const { objects } = cluster.snapshot;
    const dump = objects.length > 0 && objects.every(({ metadata }) => metadata.uid !== undefined);
    const hidden = dump ? [] : objects.filter((object) => object.metadata.namespace !== undefined && !makesNoPods(apiGroupOf(object.apiVersion), object.kind) && podTemplatesOf(object).length === 0);
    kept.set(cluster, (found = {
      dump,
      hidden: new Map(hidden.map((object) => [object.metadata.namespace ?? '', object.kind])),
    }));
  }
  return found;
}

/** Whether the selector takes no pod of the namespace. Pods that an operator makes from an object of its own are not seen in files. */
export function selectsNoPod(cluster: Cluster, namespace: string, selector: Selector): Fact<boolean> {
  if (cluster.workloadsLabelled(namespace, selector).length > 0) return known(false);
  // Controllers give single pods labels that no template has: the name of a pod of a StatefulSet, the role of a primary.
  if (cluster.podsLabelled(namespace, selector).length > 0) return known(false);
  const { hidden, dump } = facts(cluster);
  const maker = hidden.get(namespace);
  if (maker !== undefined || (installers.test(namespace) && !dump)) return unknown(notRead('Pod', namespace));
  return map(cluster.list('Pod', '', namespace), () => true);
}

/** Whether the selector takes no Service of the namespace, by the Service's own labels. */
export function selectsNoService(cluster: Cluster, namespace: string, selector: Selector): Fact<boolean> {
  if (namespace === ownService.namespace && matchesSelector(selector, ownService.labels)) return known(false);
  if (cluster.servicesLabelled(namespace, selector).length > 0) return known(false);
  return installers.test(namespace) && !isDump(cluster) ? unknown(notRead('Service', namespace)) : map(cluster.list('Service', '', namespace), () => true);
}

export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  /** A number or a name; undefined where none is asked for. */
  readonly port?: number | string;
  /** Where the name stands in the object. */
  readonly path: Path;
}

/** What is wrong with a reference to a Service: it is not there, or it has no such port; empty where nothing is. */
export function serviceFault(cluster: Cluster, { namespace, name, port }: ServiceReference): Fact<string> {
  return chain(isMissing(cluster, 'Service', '', namespace, name), (missing) => {
    if (missing) return known(`Service ${namespace}/${name}, which does not exist`);
    const service = cluster.find('Service', '', namespace, name);
    const fits = port === undefined || service === undefined || text(valueAt(service, ['spec', 'type'])) === 'ExternalName' || hasPort(service, port);
    return known(fits ? '' : `port ${port} of Service ${namespace}/${name}, which has no such port`);
  });
}

function hasPort(service: KubernetesObject, port: number | string): boolean {
  return entries(valueAt(service, ['spec', 'ports'])).some(({ value }) => value['port'] === port || value['name'] === port);
}
