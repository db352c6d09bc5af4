import { fields, text, type Fields } from '../../cluster/read.ts';
import { plural, quoted } from './go-text.ts';

/** A pod, or the template of one, as the API holds it. */
export interface Pod {
  readonly metadata?: object;
  readonly spec?: object;
}

/** What the checks read of a pod. */
export interface PodParts {
  readonly annotations: Fields;
  readonly spec: Fields;
  /** The pod's own securityContext. */
  readonly security: Fields;
  /** All three lists in the order of the messages: init, regular, ephemeral. */
  readonly containers: readonly ContainerParts[];
}

export interface ContainerParts {
  readonly name: string;
  readonly spec: Fields;
  readonly security: Fields;
}

const none: Fields = {};

/** A list's items; null stands for an item with nothing set, as where the API reads it. */
export function items(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((item: unknown) => fields(item) ?? none) : [];
}

/** The strings of a list. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item: unknown) => text(item) ?? '') : [];
}

/** The object in a field; undefined where it is not set, so that an empty one can be told apart. */
export function part(of: Fields, field: string): Fields | undefined {
  return fields(of[field]);
}

export function partsOf(pod: Pod): PodParts {
  const spec = fields(pod.spec) ?? none;
  const containers = [...items(spec['initContainers']), ...items(spec['containers']), ...items(spec['ephemeralContainers'])];
  return {
    annotations: fields(fields(pod.metadata)?.['annotations']) ?? none,
    spec,
    security: part(spec, 'securityContext') ?? none,
    containers: containers.map((container) => ({ name: text(container['name']) ?? '', spec: container, security: part(container, 'securityContext') ?? none })),
  };
}

/** Says by `spec.os` that it is for Windows; labels and node selectors do not count. */
export function isWindows({ spec }: PodParts): boolean {
  return part(spec, 'os')?.['name'] === 'windows';
}

/** Asks for a user namespace of its own. */
export function hasUserNamespace({ spec }: PodParts): boolean {
  return spec['hostUsers'] === false;
}

/** `container "a"`, `containers "a", "b"`. */
export function named(names: readonly string[], thing: 'container' | 'volume' = 'container'): string {
  return `${plural(thing, `${thing}s`, names.length)} ${quoted(names)}`;
}

/** Who sets a value: the pod, its containers, or both; empty where nobody does. */
export function setters(pod: boolean, containers: readonly string[]): readonly string[] {
  return [...(pod ? ['pod'] : []), ...(containers.length > 0 ? [named(containers)] : [])];
}
