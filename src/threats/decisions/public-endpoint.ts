// Who can connect to the API server from outside.

import { entries, text, texts } from '../../cluster/read.ts';
import { isInternal } from '../../cluster/load-balancer.ts';
import type { Exposed } from '../../engines/network/index.ts';
import { publicDoors } from '../../engines/network/of-cluster.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refKey, valueAt, type KubernetesObject } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { isControlPlane } from './kube-apiserver.ts';
import { absent, at, ofCluster, orElse, present } from './instances.ts';

const endpointGap: Gap = gap('cloud', 'gap/api-endpoint', 'Who can connect to the address of the API server? Its endpoint settings and authorised networks at the provider, or a firewall rule, answer; no object of the cluster shows it.');

/** Objects can show that it is open, and only the provider or a firewall that it is not. */
export function publicEndpoint(context: Context): Iterable<ThreatInstance> {
  return orElse([...published(context), ...publicAddresses(context)], () => ofCluster('the address of the API server', unknown(endpointGap)));
}

function* published(context: Context): Iterable<ThreatInstance> {
  const { cluster, components } = context;
  const own = cluster.find('Service', '', 'default', 'kubernetes');
  const seen = new Set<string>();
  if (own && valueAt(own, ['spec', 'type']) === 'LoadBalancer') {
    seen.add(refKey(cluster.ref(own)));
    yield balanced(own, context);
  }
  const doors = components.of('kube-apiserver').flatMap(({ workload }) => (workload ? publicDoors(cluster, workload) : []));
  for (const door of doors) {
    if (seen.size === seen.add(refKey(door.by)).size) continue;
    yield door.how === 'LoadBalancer' ? balanced(door.object, context) : otherwise(door);
  }
}

function balanced(service: KubernetesObject, { cluster }: Context): ThreatInstance {
  const ref = cluster.ref(service);
  const ranges = texts(valueAt(service, ['spec', 'loadBalancerSourceRanges']));
  if (isInternal(service)) return absent(ref, 'gives the API server a private address', at(service, ref, 'spec', 'type'));
  if (ranges.length > 0 && !ranges.includes('0.0.0.0/0')) return absent(ref, `lets ${ranges.join(', ')} alone reach the API server`, at(service, ref, 'spec', 'loadBalancerSourceRanges'));
  return present(ref, 'publishes the API server to everybody by a load balancer', at(service, ref, 'spec', 'type'));
}

function otherwise({ by, how, path, object }: Exposed): ThreatInstance {
  return { scope: by, message: `publishes the API server (${how})`, exposed: unknown(endpointGap), asset: known(true, evidence(by, path, valueAt(object, path))) };
}

/** A public address is as open as a firewall lets it be. */
function* publicAddresses({ cluster }: Context): Iterable<ThreatInstance> {
  for (const node of cluster.given('Node').filter(isControlPlane)) {
    const external = entries(valueAt(node, ['status', 'addresses'])).find(({ value }) => value['type'] === 'ExternalIP');
    if (external) yield { scope: cluster.ref(node), message: `runs the control plane at the public address ${text(external.value['address']) ?? ''}`, exposed: unknown(endpointGap) };
  }
}
