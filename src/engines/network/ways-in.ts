import type { Gap } from '../../model/gap.ts';
import type { KubernetesObject, ObjectRef, Path } from '../../model/object.ts';
import type { PodEnd, RefOf } from './ends.ts';
import type { Intervals } from './intervals.ts';
import type { NetworkObjects } from './objects.ts';
import { podWays, serviceWays } from './own-doors.ts';
import { publishedWays } from './published.ts';
import type { Services } from './services.ts';

export type How = 'LoadBalancer' | 'NodePort' | 'externalIPs' | 'Ingress' | 'Route' | 'Gateway' | 'hostPort' | 'hostNetwork';

/** One way from outside to ports of a pod, by one object. */
export interface WayIn {
  readonly how: How;
  readonly pod: PodEnd;
  /** Ports of the pod that it leads to. */
  readonly ports: Intervals;
  readonly object: KubernetesObject;
  readonly by: ObjectRef;
  /** The field that opens it. */
  readonly path: Path;
  /** Where a client knocks, after the word for how: `port 443`, `30080`, `shop.example/cart`. */
  readonly door: string;
  /** Who the pod sees as the client: the address outside, a node (translated), a controller's pod, or a load balancer of the provider. */
  readonly seenAs: 'client' | 'node' | 'controller' | 'balancer';
  /** What narrows who can knock, in words; the object limits it or a provider does. */
  readonly narrowed?: string;
  /** A load balancer with a private address alone, or a node port that is open only because of it. */
  readonly inside?: true;
  /** What was not given and decides whether the door is there at all. */
  readonly unread?: Gap;
}

export interface Doors {
  readonly objects: NetworkObjects;
  readonly pods: readonly PodEnd[];
  readonly services: Services;
  readonly refOf: RefOf;
}

/** Every way in that the objects open, whatever policies then say. */
export function waysIn({ objects, pods, services, refOf }: Doors): readonly WayIn[] {
  return [...serviceWays(services, objects, refOf), ...publishedWays(objects, services, refOf), ...podWays(pods, refOf)];
}
