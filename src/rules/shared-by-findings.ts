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
  readonly #keys = new Map<Judged, string>();
  readonly #workloads = new Map<Workload, { readonly exposed: boolean; readonly byDesign: string | null }>();
  readonly #weighed = new Map<AnyRule, Map<boolean, Weighed>>();

  constructor(context: Context) {
    this.#context = context;
  }

  keyOf(object: ObjectRef, judged: Judged): string {
    if (object !== judged.ref) return keyText(object, judged);
    let key = this.#keys.get(judged);
    if (key === undefined) this.#keys.set(judged, (key = keyText(object, judged)));
    return key;
  }

  ofWorkload(workload: Workload): { readonly exposed: boolean; readonly byDesign: string | null } {
    let found = this.#workloads.get(workload);
    if (!found) this.#workloads.set(workload, (found = { exposed: isPublic(this.#context.cluster, workload), byDesign: this.#context.byDesign(workload) }));
    return found;
  }

  /** The gravest instance decides; exposure comes from the cluster unless the breach knows better. */
  weighed(breaches: readonly Breach[], rule: AnyRule, exposed: boolean): Weighed {
    const own = this.#own(rule, exposed);
    if (breaches.every(({ factors }) => factors === undefined)) return own;
    return gravest(breaches.map(({ factors }) => weigh({ ...own.factors, ...factors })));
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

function keyText(object: ObjectRef, { container }: Judged): string {
  return `${refKey(object)} ${container ?? ''}`;
}
