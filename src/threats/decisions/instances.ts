// How one instance of a threat is made.

import { isClusterScoped } from '../../cluster/identity.ts';
import { text } from '../../cluster/read.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { chain, known, map, type Fact } from '../../model/fact.ts';
import { valueAt, type KubernetesObject, type ObjectRef, type Path } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import { clusterRef } from '../../rules/subjects.ts';
import type { Decision } from '../define.ts';
import type { ThreatInstance } from '../verdict.ts';

export type Decisions = Readonly<Record<`threat/${string}`, Decision>>;

/** An instance at an object of the cluster that the facts of the object alone decide. */
export function present(scope: ObjectRef, message: string, first: Evidence, ...more: Evidence[]): ThreatInstance {
  return { scope, message, exposed: known(true, first, ...more) };
}

export function absent(scope: ObjectRef, message: string, ...shown: Evidence[]): ThreatInstance {
  return { scope, message, exposed: known(false, ...shown) };
}

/** As `absent`, where thousands of objects are so and there is nothing to tell of one: it is only counted. */
export const notSo: ThreatInstance = { scope: clusterRef, message: 'not so', exposed: known(false) };

/** For what concerns the cluster as a whole. */
export function ofCluster(message: string, exposed: Fact<boolean>): ThreatInstance {
  return { scope: clusterRef, message, exposed };
}

/** Ends a walk that found nothing: there is none as far as was read, or the question whether there is one. */
export function orElse(instances: Iterable<ThreatInstance>, otherwise: () => ThreatInstance): readonly ThreatInstance[] {
  const all: readonly ThreatInstance[] = Array.isArray(instances) ? instances : [...instances];
  return all.length > 0 ? all : [otherwise()];
}

/** No object of the kind in any namespace that was given; unknown where that was not read. */
export function noneOf(context: Context, kind: string, group: string, message: string): ThreatInstance {
  const lists = isClusterScoped(kind) ? [] : [...context.cluster.namespaces].map((namespace) => context.cluster.list(kind, group, namespace));
  const [first = context.cluster.list(kind, group)] = lists;
  const exposed = lists.slice(1).reduce<Fact<boolean>>((sum, list) => chain(sum, () => map(list, () => false)), map(first, () => false));
  return ofCluster(message, exposed);
}

export function at(object: KubernetesObject, ref: ObjectRef, ...path: Path): Evidence {
  return evidence(ref, path, valueAt(object, path));
}

export function textAt(root: unknown, ...path: Path): string {
  return text(valueAt(root, path)) ?? '';
}
