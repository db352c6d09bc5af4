import { nearest } from '../lang/nearest.ts';
import { apiResources, bootstrapMinors } from '../knowledge/bootstrap/index.ts';
import type { KubernetesObject, Origin } from '../model/object.ts';
import type { Problem } from '../model/snapshot.ts';

// A slip of the hand, not another word: kinds of a group can resemble each other.
const mostLetters = 2;
const mostSaid = 20;

let byGroup: ReadonlyMap<string, ReadonlySet<string>> | undefined;
let everywhere: ReadonlySet<string> | undefined;

/** Kinds that no API server has in a group that every one serves, where one that it has is a slip away: nothing judges such an object. */
export function misspelt(objects: Iterable<KubernetesObject>, origins: ReadonlyMap<KubernetesObject, Origin>): readonly Problem[] {
  everywhere ??= new Set([...kinds().values()].flatMap((each) => [...each]));
  const problems: Problem[] = [];
  for (const object of objects) {
    if (everywhere.has(object.kind)) continue;
    const origin = origins.get(object);
    const group = object.apiVersion.includes('/') ? object.apiVersion.slice(0, object.apiVersion.indexOf('/')) : '';
    const meant = nearest(object.kind, kinds().get(group) ?? [], mostLetters);
    if (meant === undefined || !origin) continue;
    problems.push({ file: origin.file, line: origin.line, message: `${object.kind} ${object.metadata.name}: ${object.apiVersion} has no such kind, so that nothing judges it`, remedy: `Did you mean ${meant}?` });
    if (problems.length === mostSaid) break;
  }
  return problems;
}

function kinds(): ReadonlyMap<string, ReadonlySet<string>> {
  byGroup ??= new Map([...Map.groupBy(Array.from({ length: bootstrapMinors.newest - bootstrapMinors.oldest + 1 }, (_, index) => bootstrapMinors.oldest + index).flatMap(apiResources), ({ group }) => group)].map(([group, list]) => [group, new Set(list.map(({ kind }) => kind))]));
  return byGroup;
}
