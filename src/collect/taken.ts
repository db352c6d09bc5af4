import type { KubernetesObject, Origin } from '../model/object.ts';
import type { KubeletConfigz, Problem, SecretFacts, Skipped } from '../model/snapshot.ts';

/** What was taken from some files, in the order in which they are read. */
export class Taken {
  readonly objects: KubernetesObject[] = [];
  /** Where each of the objects stands. */
  readonly origins: Origin[] = [];
  readonly secrets: (readonly [KubernetesObject, SecretFacts])[] = [];
  readonly configz: KubeletConfigz[] = [];
  readonly skipped: Skipped[] = [];
  readonly problems: Problem[] = [];
  version: string | undefined;
  documents = 0;

  keep(object: KubernetesObject, origin: Origin, facts: SecretFacts | undefined): void {
    this.objects.push(object);
    this.origins.push(origin);
    if (facts) this.secrets.push([object, facts]);
  }

  /** Takes over what was taken after it. */
  append(other: Taken): void {
    appendTo(this.objects, other.objects);
    appendTo(this.origins, other.origins);
    appendTo(this.secrets, other.secrets);
    appendTo(this.configz, other.configz);
    appendTo(this.skipped, other.skipped);
    appendTo(this.problems, other.problems);
    this.version ??= other.version;
    this.documents += other.documents;
  }
}

// Too many for the arguments of one call.
function appendTo<Item>(list: Item[], more: readonly Item[]): void {
  for (const item of more) list.push(item);
}

/** All of one list, in order; the list itself where there is one. */
export function joined<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  return lists.length === 1 ? (lists[0] ?? []) : lists.flat();
}
