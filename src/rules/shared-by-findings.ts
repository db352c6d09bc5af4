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
  readonly #factors = new Map<AnyRule, Map<boolean, Factors>>();

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
  factorsOf(breaches: readonly Breach[], rule: AnyRule, exposed: boolean): Factors {
    if (breaches.some(({ factors }) => factors !== undefined)) {
      return gravest(breaches.map(({ factors }) => ({ ...this.#ownFactors(rule, exposed), ...factors })));
    }
    return this.#ownFactors(rule, exposed);
  }

  #ownFactors(rule: AnyRule, exposed: boolean): Factors {
    const ofRule = this.#factors.get(rule) ?? new Map<boolean, Factors>();
    this.#factors.set(rule, ofRule);
    let factors = ofRule.get(exposed);
    if (!factors) ofRule.set(exposed, (factors = { exposure: exposed ? 'internet' : 'cluster', spread: 'object', ...rule.severity }));
    return factors;
  }
}

/** The gravest of them decides. */
export function gravest(candidates: readonly Factors[]): Factors {
  return candidates.reduce((worst, next) => (grades.indexOf(severityOf(next)) > grades.indexOf(severityOf(worst)) ? next : worst));
}

const grades: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

function keyText(object: ObjectRef, { container }: Judged): string {
  return `${refKey(object)} ${container ?? ''}`;
}
