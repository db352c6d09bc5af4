// What is not so, and the namespaces that refuse it whatever comes.

import { enforcedLevel } from '../../engines/enforced-level.ts';
import { known, map, type Fact } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import { remember } from '../../model/remember.ts';
import type { Context } from '../../rules/context.ts';
import { clusterRef } from '../../rules/subjects.ts';
import type { ThreatInstance } from '../verdict.ts';

/** The Pod Security level that refuses what a threat needs, from which on. */
export type Level = 'baseline' | 'restricted';

type Refusals = Readonly<Record<Level, (namespace: string) => Fact<ObjectRef | null>>>;

// Twenty threats need what some level refuses.
const refusals = new WeakMap<Context, Refusals>();

/** The namespace, where its Pod Security level refuses what the threat needs. */
export function refusalIn(namespace: string, level: Level, context: Context): Fact<ObjectRef | null> {
  let ofContext = refusals.get(context);
  if (!ofContext) refusals.set(context, (ofContext = { baseline: remember((name) => refusal(name, 'baseline', context)), restricted: remember((name) => refusal(name, 'restricted', context)) }));
  return ofContext[level](namespace);
}

function refusal(namespace: string, atLeast: Level, { cluster }: Context): Fact<ObjectRef | null> {
  const object = cluster.find('Namespace', '', undefined, namespace);
  if (!object) return known(null);
  return map(enforcedLevel(cluster, namespace), (level) => (level === 'restricted' || (level === 'baseline' && atLeast === 'baseline') ? cluster.ref(object) : null));
}

/** Counts what is not so: nobody reads it, and of most places most things are not so. One instance stands for all of a namespace. */
export class NotSo {
  readonly #told: ThreatInstance[];
  readonly #context: Context;
  readonly #byNamespace = new Map<string, Counted>();
  #everywhere: Counted | undefined;
  #last: { readonly namespace: string; readonly counted: Counted } | undefined;

  /** @param told what is told of the threat; an instance takes its place there when it is first needed */
  constructor(told: ThreatInstance[], context: Context) {
    this.#told = told;
    this.#context = context;
  }

  /** @param refusedBy the level that would refuse it; without, nothing would */
  add(namespace: string, refusedBy: Level | undefined): void {
    if (refusedBy === undefined) (this.#everywhere ??= this.#first({ scope: clusterRef, message: 'not so', exposed: known(false), times: 0 })).times++;
    else this.#in(namespace, refusedBy).times++;
  }

  #in(namespace: string, level: Level): Counted {
    // Neighbours in the list are mostly of one namespace.
    if (this.#last?.namespace === namespace) return this.#last.counted;
    let counted = this.#byNamespace.get(namespace);
    if (!counted) {
      const control = refusalIn(namespace, level, this.#context);
      counted = this.#first({ scope: control.known && control.value ? control.value : clusterRef, message: `refuses it by Pod Security level ${level} or above`, exposed: known(false), control, times: 0 });
      this.#byNamespace.set(namespace, counted);
    }
    this.#last = { namespace, counted };
    return counted;
  }

  #first(counted: Counted): Counted {
    this.#told.push(counted);
    return counted;
  }
}

interface Counted extends ThreatInstance {
  times: number;
}
