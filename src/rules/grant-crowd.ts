import { rulesCover } from '../engines/access/index.ts';
import { readRules } from '../engines/access/rule-lists.ts';
import type { GrantSubject, Holder } from '../engines/rights.ts';
import { bootstrapMinors, bootstrapObjects } from '../knowledge/bootstrap/index.ts';
import type { Change } from '../model/change.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import type { Context } from './context.ts';
import { foundIn, rightsLabel, rulesLabel, type Found } from './grant-found.ts';
import { whereLabel } from './grant-holders.ts';
import { powers, type Power } from './grant-powers.ts';
import type { Factors } from './severity.ts';

/** The gravest thing that a binding makes of its subjects; undefined where it is none of those known. */
export function gravestPower(grant: GrantSubject, context: Context, holders?: readonly Holder[]): { readonly power: Power; readonly found: Found } | undefined {
  for (const power of powers) {
    const found = foundIn(power.sought, grant, context, holders);
    if (found.known && found.value) return { power, found: found.value };
  }
  return undefined;
}

/** Are the rules of a binding among those of these built-in ClusterRoles? */
export function isWithin(grant: GrantSubject, names: readonly string[]): boolean {
  const built = bootstrapObjects(bootstrapMinors.newest).filter(({ kind, metadata }) => kind === 'ClusterRole' && names.includes(metadata.name));
  return rulesCover(built.flatMap((role) => readRules(role['rules'])), grant.rules).covered;
}

/** What a binding gives, in words, and what it is worth. */
export function worthOf(grant: GrantSubject, context: Context): { readonly text: string; readonly factors: Partial<Factors> } {
  const gravest = gravestPower(grant, context);
  const spread = grant.namespace === null ? 'cluster' : 'namespace';
  if (!gravest) return { text: `${rulesLabel(grant)} ${whereLabel(grant)}`, factors: { spread } };
  const { power, found } = gravest;
  const gain = grant.namespace !== null && power.gain === 'cluster' ? 'secrets' : power.gain;
  return { text: `${power.what} (${rightsLabel(found.rights)}) ${whereLabel(grant)}`, factors: { spread, gain, effort: power.effort ?? 'none' } };
}

/** Evidence of the subjects that a rule is about, and of the role they get. */
export function subjectEvidence(grant: GrantSubject, isMeant: (holder: Holder) => boolean): readonly [Evidence, ...Evidence[]] {
  const index = grant.positions[grant.holders.findIndex(isMeant)] ?? 0;
  const subjects = Array.isArray(grant.binding['subjects']) ? (grant.binding['subjects'] as readonly unknown[]) : [];
  return [evidence(grant.ref, ['subjects', index], subjects[index]), evidence(grant.ref, ['roleRef', 'name'], grant.role.name)];
}

/** Takes subjects out of a binding; a binding that is left with none is deleted. */
export function withoutSubjects(grant: GrantSubject, isMeant: (holder: Holder) => boolean, title: string, breaks: string): Change {
  const meant = new Set(grant.positions.filter((_, at) => grant.holders[at] !== undefined && isMeant(grant.holders[at])));
  const subjects = Array.isArray(grant.binding['subjects']) ? (grant.binding['subjects'] as readonly unknown[]) : [];
  const left = subjects.filter((_, index) => !meant.has(index));
  return { target: grant.ref, title, breaks, edits: left.length === 0 ? [{ op: 'delete' }] : [{ op: 'set', path: ['subjects'], value: left }] };
}
