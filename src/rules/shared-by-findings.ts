import type { Workload } from '../cluster/workload.ts';
import { isPublic } from '../engines/network/of-cluster.ts';
import type { Severity } from '../model/assessment.ts';
import { refKey, type ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';
import type { AnyRule, Breach } from './define.ts';
import { severityOf, type Factors } from './severity.ts';
import type { Judged } from './subjects.ts';

/** What the findings of all rules say alike: a large cluster has ten of them for each container. */
export class SharedByFindings {
  readonly #context: Context;
  readonly #names = new Map<string, number>();
  readonly #ofJudged = new Map<Judged, number>();
  readonly #workloads = new Map<Workload, { readonly exposed: boolean; readonly byDesign: string | null }>();
  readonly #weighed = new Map<AnyRule, Map<boolean, Weighed>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Object and container, by a number: a hundred thousand drafts are told apart by it, and their texts are not made again. */
  keyOf(object: ObjectRef, judged: Judged): number {
    if (object !== judged.ref) return this.#numberOf(object, judged);
    let key = this.#ofJudged.get(judged);
    if (key === undefined) this.#ofJudged.set(judged, (key = this.#numberOf(object, judged)));
    return key;
  }

  #numberOf(object: ObjectRef, { container }: Judged): number {
    const name = `${refKey(object)} ${container ?? ''}`;
    let key = this.#names.get(name);
    if (key === undefined) this.#names.set(name, (key = this.#names.size));
    return key;
  }

  /** By number, the place of each text among all that were asked for. */
  placesInOrder(): Uint32Array {
    const places = new Uint32Array(this.#names.size);
    // Without a comparison of one's own, texts are sorted by their code units.
    [...this.#names.keys()].toSorted().forEach((name, place) => {
      places[this.#names.get(name) ?? 0] = place;
    });
    return places;
  }

  ofWorkload(workload: Workload): { readonly exposed: boolean; readonly byDesign: string | null } {
    let found = this.#workloads.get(workload);
    if (!found) this.#workloads.set(workload, (found = { exposed: isPublic(this.#context.cluster, workload), byDesign: this.#context.byDesign(workload) }));
    return found;
  }

  /** What a breach weighs; exposure comes from the cluster unless the breach knows better. */
  weighed({ factors }: Breach, rule: AnyRule, exposed: boolean): Weighed {
    const own = this.#own(rule, exposed);
    return factors === undefined ? own : weigh({ ...own.factors, ...factors });
  }

  #own(rule: AnyRule, exposed: boolean): Weighed {
    const ofRule = this.#weighed.get(rule) ?? new Map<boolean, Weighed>();
    this.#weighed.set(rule, ofRule);
    let own = ofRule.get(exposed);
    if (!own) ofRule.set(exposed, (own = weigh({ exposure: exposed ? 'internet' : 'cluster', spread: 'object', ...rule.severity })));
    return own;
  }
}

export interface Weighed {
  readonly factors: Factors;
  readonly severity: Severity;
}

function weigh(factors: Factors): Weighed {
  return { factors, severity: severityOf(factors) };
}

/** The gravest of them decides. */
export function gravest(candidates: readonly Weighed[]): Weighed {
  return candidates.reduce((worst, next) => (grades.indexOf(next.severity) > grades.indexOf(worst.severity) ? next : worst));
}

const grades: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
