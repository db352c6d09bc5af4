// Threats that are decided by what rules find.

import type { GrantSubject, Holder } from '../engines/rights.ts';
import { assumed, known, map, type Fact } from '../model/fact.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Context } from '../rules/context.ts';
import type { AnyRule, Breach } from '../rules/define.ts';
import { isHeldByContainers } from '../rules/grant-holders.ts';
import { grantBreaches } from '../rules/grant-rule.ts';
import { eachVerdict } from '../rules/run.ts';
import { subjectsOf, type Judged } from '../rules/subjects.ts';
import type { DecidedByRules } from './decided-by-rules.ts';
import { nobody } from './decisions/held.ts';
import { isUser } from './decisions/holders.ts';
import { orElse } from './decisions/instances.ts';
import { NotSo, refusalIn } from './decisions/refused.ts';
import { isFinished } from './decisions/running.ts';
import type { ThreatInstance } from './verdict.ts';

/** One instance for each subject that a rule judges; of rights only what is held, and else the question who else holds them. */
export function instancesOf(row: DecidedByRules, context: Context): readonly ThreatInstance[] {
  const told: ThreatInstance[] = [];
  const notSo = new NotSo(told, context);
  for (const rule of row.rules) {
    if (rule.on === 'grant') continue;
    eachVerdict(rule, context, (judged, verdict) => {
      const { workload } = judged;
      if (verdict === 'not-applicable' || isFinished(workload)) return;
      if (verdict.known && verdict.value.length === 0 && !(workload && verdict.assumed)) notSo.add(workload?.namespace ?? '', workload && row.refusedBy);
      else told.push(new FoundByRule(rule, judged, verdict, workload && row.refusedBy && refusalIn(workload.namespace, row.refusedBy, context)));
    });
  }
  return row.rules.some(({ on }) => on === 'grant') ? [...told, ...orElse(grantInstances(row, context), () => nobody(context))] : told;
}

/** A rule that leaves a grant to another rule still tells what the grant gives: a threat is there whoever names it. */
function* grantInstances({ rules, heldBy, clusterWide }: DecidedByRules, context: Context): Iterable<ThreatInstance> {
  const counts = (holder: Holder): boolean => (heldBy?.includes('workloads') === true && isHeldByContainers(holder)) || (heldBy?.includes('users') === true && isUser(holder, context));
  for (const rule of rules) {
    if (rule.on !== 'grant') continue;
    for (const judged of subjectsOf(rule, context)) {
      const grant = judged.subject as GrantSubject;
      if (clusterWide === true && grant.namespace !== null) continue;
      if (heldBy !== undefined && !grant.holders.some(counts)) continue;
      const verdict = grantBreaches(rule, grant, context);
      if (!verdict.known || verdict.value.length > 0) yield new FoundByRule(rule, judged, verdict, undefined);
    }
  }
}

/** What a rule says of one subject, as a place of a threat. Text and evidence are put together when a report reads them. */
class FoundByRule implements ThreatInstance {
  readonly #rule: AnyRule;
  readonly #judged: Judged;
  readonly #verdict: Fact<readonly Breach[]>;
  readonly control: ThreatInstance['control'];

  constructor(rule: AnyRule, judged: Judged, verdict: Fact<readonly Breach[]>, control: ThreatInstance['control']) {
    this.#rule = rule;
    this.#judged = judged;
    this.#verdict = verdict;
    this.control = control;
  }

  get holds(): boolean | undefined {
    return this.#verdict.known ? this.#first !== undefined : undefined;
  }

  get scope(): ObjectRef {
    return this.#first?.object ?? this.#judged.ref;
  }

  get message(): string {
    const { container } = this.#judged;
    const says = this.#first ? this.#breaches.map(({ message }) => message).join('; ') : `${this.#verdict.known ? 'passes' : 'awaits'} ${this.#rule.id}`;
    return container === undefined ? says : `container ${container}: ${says}`;
  }

  get exposed(): Fact<boolean> {
    const verdict = this.#verdict;
    if (!this.#first) return map(verdict, () => false);
    const shown = this.#breaches.flatMap(({ evidence }) => evidence);
    return verdict.known && verdict.assumed ? assumed(true, ...shown) : known(true, ...shown);
  }

  get factors(): ThreatInstance['factors'] {
    return this.#first?.factors;
  }

  get #breaches(): readonly Breach[] {
    return this.#verdict.known ? this.#verdict.value : [];
  }

  get #first(): Breach | undefined {
    return this.#verdict.known ? this.#verdict.value[0] : undefined;
  }
}
