import { rightText } from '../attack/right-technique.ts';
import type { Holder, Right } from '../engines/rights.ts';
import { controllerOf, type KnownController, type NeededRights } from '../knowledge/controller-rights.ts';
import { repositoryOf } from '../knowledge/neighbours.ts';
import type { PlanKept } from '../model/plan.ts';
import { label, type Before } from './world.ts';

/** The well-known controllers that run as a service account. */
export function controllersAs({ kind, namespace = '', name }: Holder, { context }: Pick<Before, 'context'>): readonly KnownController[] {
  if (kind !== 'ServiceAccount') return [];
  return [...new Set(context.containersIn(namespace).filter(({ workload }) => workload.serviceAccount.name === name).flatMap(({ container }) => controllerOf(repositoryOf(container.image)) ?? []))];
}

/** What a program of theirs needs of what is to be taken; undefined where none needs any of it. */
export function neededBy(holder: Holder, takes: (right: Right) => boolean, before: Pick<Before, 'context'>): PlanKept | undefined {
  for (const { name, needs, source } of controllersAs(holder, before)) {
    for (const need of needs) {
      const taken = rightsOf(need).filter(takes);
      const { group, resource, subresource, why } = need;
      if (taken.length > 0) return { who: label(holder), program: name, verbs: taken.map(({ verb }) => verb), resource: rightText({ verb: '', group, resource, ...(subresource === undefined ? {} : { subresource }) }).trim(), why, source };
    }
  }
  return undefined;
}

/** A program that works with its login to the cloud alone. */
export function cloudNeededBy(holder: Holder, before: Pick<Before, 'context'>): PlanKept | undefined {
  const found = controllersAs(holder, before).find(({ cloud }) => cloud !== undefined);
  return found?.cloud === undefined ? undefined : { who: label(holder), program: found.name, verbs: ['use'], resource: 'its cloud identity', why: found.cloud, source: found.source };
}

/** What is told twice, by several ways to take it, is told once. */
export function mergedKept(all: Iterable<PlanKept>): readonly PlanKept[] {
  const merged = new Map<string, PlanKept>();
  for (const each of all) {
    const key = [each.who, each.program, each.resource].join('\n');
    const known = merged.get(key);
    merged.set(key, known ? { ...known, verbs: [...new Set([...known.verbs, ...each.verbs])].toSorted() } : each);
  }
  return [...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, kept]) => kept);
}

/** How programs of theirs do without what is taken, where that is known. */
export function withoutIt(holders: readonly Holder[], rights: readonly Right[], before: Pick<Before, 'context'>): readonly string[] {
  const taken = new Set(rights.map(rightText));
  return [...new Set(holders.flatMap((holder) => controllersAs(holder, before)).flatMap(({ name, spares = [] }) => spares.filter((spare) => rightsOf(spare).some((right) => taken.has(rightText(right)))).map(({ why }) => `${name}: ${why}`)))];
}

function rightsOf({ verbs, group, resource, subresource }: NeededRights): readonly Right[] {
  return verbs.map((verb) => ({ verb, group, resource, ...(subresource === undefined ? {} : { subresource }) }));
}

/** `ServiceAccount cert-manager/cert-manager runs cert-manager, which needs to get, list secrets`. */
export function keptText({ who, program, verbs, resource }: PlanKept): string {
  return `${who} runs ${program}, which needs to ${verbs.join(', ')} ${resource}`;
}

/** `github.com/cert-manager/cert-manager`: a whole address is wider than a screen. */
export function authorsOf({ source }: PlanKept): string {
  return source.split('/').slice(2, 5).join('/');
}
