import { isInternal } from '../../cluster/load-balancer.ts';
import { entries, fields, number, text, texts, type Fields } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import { remember } from '../../model/remember.ts';
import type { PodEnd, RefOf } from './ends.ts';
import { nodePortReach } from './kube-proxy.ts';
import { everyPort, isProtocol, portsOf } from './ports.ts';
import type { NetworkObjects } from './objects.ts';
import type { Service, Services, Target } from './services.ts';
import type { How, WayIn } from './ways-in.ts';

const internalText = 'a load balancer inside the network, by its annotation';

/** Doors that a Service opens by itself: a load balancer, a port of every node, addresses outside. */
export function serviceWays(services: Services, objects: NetworkObjects, refOf: RefOf): readonly WayIn[] {
  const nodes = nodePortReach(objects);
  return services.all().flatMap((service) => {
    const spec = fields(service.object['spec']) ?? {};
    const { type } = spec;
    const local = spec['externalTrafficPolicy'] === 'Local';
    const seenAs = local ? 'client' : 'node';
    const made = (how: How, path: string, door: (target: Target) => string | undefined, more: Pick<Partial<WayIn>, 'narrowed' | 'inside'> = {}): readonly WayIn[] =>
      service.targets.flatMap((target) => {
        const knocked = door(target);
        return knocked === undefined ? [] : [wayOf(service, target, { how, path: ['spec', path], door: knocked, seenAs, ...more }, refOf)];
      });
    const found: WayIn[] = [];
    const inside = type === 'LoadBalancer' && isInternal(service.object) ? ({ inside: true } as const) : {};
    if (type === 'LoadBalancer') {
      const ranges = texts(spec['loadBalancerSourceRanges']).filter((range) => range !== '0.0.0.0/0' && range !== '::/0');
      const narrowed = 'inside' in inside ? internalText : ranges.length > 0 ? `only from ${ranges.join(', ')}` : undefined;
      found.push(...made('LoadBalancer', 'type', ({ servicePort }) => `port ${servicePort}`, { ...inside, ...(narrowed === undefined ? {} : { narrowed }) }));
    }
    // A load balancer's node ports stay open beside it unless they are not allocated.
    if (!nodes.closed && (type === 'NodePort' || (type === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false))) {
      found.push(...made('NodePort', 'type', ({ nodePort }) => (nodePort === undefined ? (type === 'NodePort' ? 'that the cluster picks' : undefined) : `${nodePort}`), { ...inside, narrowed: nodes.text }));
    }
    const outside = texts(spec['externalIPs']);
    if (outside.length > 0) found.push(...made('externalIPs', 'externalIPs', ({ servicePort }) => `${outside.join(', ')} port ${servicePort}`));
    return found;
  });
}

function wayOf({ object }: Service, { pod, protocol, port }: Target, more: Pick<WayIn, 'how' | 'path' | 'door' | 'seenAs'>, refOf: RefOf): WayIn {
  return { pod, ports: portsOf(protocol, port, port), object, by: refOf(object), ...more };
}

/** Doors that a pod opens by itself: a port of its node, or the node's whole network. */
export function podWays(pods: readonly PodEnd[], refOf: RefOf): readonly WayIn[] {
  // Pods of one template share their containers, and few have such ports.
  const anyHostPort = remember((containers: unknown) => entries(containers).some(({ value }) => entries(value['ports']).some((port) => port.value['hostPort'] !== undefined)));
  return pods.flatMap((pod) => {
    const template = podTemplateOf(pod.object);
    if (!template || (!pod.hostNetwork && !['containers', 'initContainers'].some((list) => anyHostPort(template.spec[list])))) return [];
    const base = { pod, object: pod.object, by: refOf(pod.object) };
    if (pod.hostNetwork) {
      return [{ ...base, how: 'hostNetwork' as const, ports: everyPort, path: [...template.specPath, 'hostNetwork'], door: 'every port it listens on', seenAs: 'client' as const }];
    }
    return ['containers', 'initContainers'].flatMap((list) =>
      entries(template.spec[list]).flatMap(({ index, value }) => (list === 'containers' || value['restartPolicy'] === 'Always' ? hostPorts(value, [...template.specPath, list, index], base) : [])),
    );
  });
}

function hostPorts(container: Fields, at: readonly (string | number)[], base: Pick<WayIn, 'pod' | 'object' | 'by'>): readonly WayIn[] {
  return entries(container['ports']).flatMap(({ index, value }): WayIn[] => {
    const [hostPort, containerPort, protocol] = [number(value['hostPort']), number(value['containerPort']), value['protocol'] ?? 'TCP'];
    if (hostPort === undefined || hostPort === 0 || containerPort === undefined || !isProtocol(protocol)) return [];
    const ip = text(value['hostIP']);
    const any = ip === undefined || ip === '' || ip === '0.0.0.0' || ip === '::';
    if (ip?.startsWith('127.') === true || ip === '::1') return [];
    return [{ ...base, how: 'hostPort', ports: portsOf(protocol, containerPort, containerPort), path: [...at, 'ports', index, 'hostPort'], door: `port ${hostPort} of its node${any ? '' : ` on ${ip}`}`, seenAs: 'client' }];
  });
}
