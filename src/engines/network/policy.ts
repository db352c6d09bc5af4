import type { Selector } from '../../lang/selector.ts';
import type { KubernetesObject, ObjectRef, Path } from '../../model/object.ts';
import type { AddressRange } from './address.ts';
import type { RulePorts } from './ports.ts';

export type Direction = 'ingress' | 'egress';

/** In the order in which they are asked. */
export type Tier = 'admin' | 'namespace' | 'baseline';
export type Action = 'allow' | 'deny' | 'pass';

/** Pods by their labels, in one namespace or in those that a selector matches. */
export interface PodSet {
  readonly namespace?: string;
  readonly namespaces: Selector;
  readonly pods: Selector;
}

/** Addresses without those that are cut out of them. */
export interface AddressBlock {
  readonly range: AddressRange;
  readonly except: readonly AddressRange[];
}

/** `unknown`: a peer of a kind that this version does not know; it fails closed. */
export type Peer =
  | { readonly kind: 'pods'; readonly set: PodSet }
  | { readonly kind: 'addresses'; readonly blocks: readonly AddressBlock[] }
  | { readonly kind: 'nodes'; readonly selector: Selector }
  | { readonly kind: 'domains'; readonly names: readonly string[] }
  | { readonly kind: 'unknown' };

export interface Rule {
  readonly action: Action;
  /** Undefined: everybody, addresses outside included. */
  readonly peers?: readonly Peer[];
  readonly ports: RulePorts;
  /** Where the rule stands in its policy: `['spec', 'ingress', 0]`. */
  readonly path: Path;
}

/** A policy of any kind, read. A direction that it does not speak of is undefined. */
export interface Policy {
  readonly ref: ObjectRef;
  readonly object: KubernetesObject;
  readonly tier: Tier;
  /** Lower first; 0 where the kind has none. */
  readonly priority: number;
  readonly subject: PodSet;
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}
