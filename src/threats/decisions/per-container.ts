// One instance for each container: made small, since a large cluster has a million of them and prints a few.

import { covers } from '../../cluster/mounts.ts';
import type { Container, HostPath } from '../../cluster/workload.ts';
import { known } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import { clusterRef } from '../../rules/subjects.ts';
import type { ThreatInstance } from '../verdict.ts';
import { NotSo, refusalIn, type Level } from './refused.ts';
import { containersOf, namespacesOf, whichMount } from './running.ts';

/** What is told of one container. */
export type Told = Pick<ThreatInstance, 'message' | 'exposed' | 'asset' | 'factors' | 'control'>;

/** What is told of nearly every container in the same words. */
export interface ToldOfMany extends Pick<Told, 'message' | 'exposed'> {
  readonly ofMany: true;
}

/** What is so for certain, told when a report asks. One serves all containers of a threat, which are counted as one. */
export type Tell = (container: Container) => Pick<Told, 'message' | 'exposed'>;

/**
 * One instance for each container; undefined leaves it out.
 * @param judge says `not so` without a message or evidence, which nobody reads: of most containers most things are not so
 * @param asked of which containers it is asked; of the others it is not so
 */
export function perContainer(context: Context, judge: (container: Container, index: number) => Told | ToldOfMany | Tell | 'not so' | undefined, refusedBy?: Level, asked?: readonly boolean[]): readonly ThreatInstance[] {
  const told: ThreatInstance[] = [];
  const notSo = new NotSo(told, context);
  const alike = new Map<Told | Tell, Container[]>();
  const containers = containersOf(context);
  const namespaces = namespacesOf(context);
  for (let index = 0; index < containers.length; index++) {
    const container = asked?.[index] === false ? undefined : containers[index];
    const found = container ? judge(container, index) : 'not so';
    if (found === undefined) continue;
    if (!container || found === 'not so' || (typeof found !== 'function' && isNotSo(found))) notSo.add(namespaces[index] ?? '', refusedBy);
    else if (refusedBy === undefined && (typeof found === 'function' || 'ofMany' in found)) {
      const list = alike.get(found);
      if (list) list.push(container);
      else {
        const first = [container];
        alike.set(found, first);
        told.push(new Alike(first, found));
      }
    } else told.push(new AtContainer(container, found, refusedBy && refusalIn(container.workload.namespace, refusedBy, context)));
  }
  return told;
}

function isNotSo({ exposed, asset, control }: Told): boolean {
  return exposed.known && !exposed.value && !asset && !control;
}

/** All containers of which one thing is told: tens of thousands in a large cluster, counted as one. */
class Alike implements ThreatInstance {
  readonly #containers: readonly Container[];
  readonly #found: Told | Tell;
  readonly scope: ObjectRef = clusterRef;
  readonly message: string = '';

  constructor(containers: readonly Container[], found: Told | Tell) {
    this.#containers = containers;
    this.#found = found;
  }

  get times(): number {
    return this.#containers.length;
  }

  get holds(): true | undefined {
    return typeof this.#found === 'function' ? true : undefined;
  }

  get exposed(): Told['exposed'] {
    return typeof this.#found === 'function' ? known(true) : this.#found.exposed;
  }

  readonly each = (): readonly ThreatInstance[] => this.#containers.map((container) => new AtContainer(container, this.#found, undefined));
}

/** Its text is put together when a report reads it. */
class AtContainer implements ThreatInstance {
  readonly #container: Container;
  readonly #found: Told | Tell;
  readonly #refusal: Told['control'];

  constructor(container: Container, found: Told | Tell, refusal: Told['control']) {
    this.#container = container;
    this.#found = found;
    this.#refusal = refusal;
  }

  get holds(): true | undefined {
    return typeof this.#found === 'function' ? true : undefined;
  }

  get scope(): ObjectRef {
    return this.#container.workload.ref;
  }

  get message(): string {
    return `container ${this.#container.name}: ${this.#told.message}`;
  }

  get exposed(): Told['exposed'] {
    return this.#told.exposed;
  }

  get asset(): Told['asset'] {
    return this.#own?.asset;
  }

  get factors(): Told['factors'] {
    return this.#own?.factors;
  }

  get control(): Told['control'] {
    return this.#refusal ?? this.#own?.control;
  }

  get #told(): Pick<Told, 'message' | 'exposed'> {
    return typeof this.#found === 'function' ? this.#found(this.#container) : this.#found;
  }

  get #own(): Told | undefined {
    return typeof this.#found === 'function' ? undefined : this.#found;
  }
}

/** Containers that mount one of these paths of the node, or a directory above it; not those that `only` leaves out. */
export function mountsOf(context: Context, targets: readonly string[], what: string, only: (path: HostPath, container: Container) => boolean = () => true): readonly ThreatInstance[] {
  return perContainer(
    context,
    (container) => {
      const hits = container.hostPaths.filter((each) => targets.some((target) => covers(each.path, target) || each.path.startsWith(`${target}/`)) && only(each, container));
      const [first] = hits;
      if (!first) return 'not so';
      return { message: `mounts ${first.path}, by which it reaches ${what}`, exposed: known(true, first.evidence, ...hits.slice(1).map((each) => each.evidence)), ...(hits.every(({ readOnly }) => readOnly) ? { factors: { effort: 'one more weakness' as const } } : {}) };
    },
    'baseline',
    whichMount(context),
  );
}
