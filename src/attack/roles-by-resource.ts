import type { Right } from '../engines/rights.ts';
import type { RoleScope } from './role-scopes.ts';

/** Scopes with the same rights, of which the first speaks for all. */
export type RolesAlike = readonly RoleScope[];

/** Roles by the resources that their rules name: of what one technique asks for, most roles have nothing. */
export class RolesByResource {
  readonly #groups: readonly RolesAlike[];
  readonly #byResource = new Map<string, number[]>();
  /** Those that name a star, and those whose rights are worked out otherwise. */
  readonly #any: number[] = [];

  constructor(groups: readonly RolesAlike[]) {
    this.#groups = groups;
    for (const [index, [first]] of groups.entries()) {
      const named = first?.rules && new Set(first.rules.flatMap(({ resources = [] }) => resources.map(baseOf)));
      if (!named || named.has('*')) this.#any.push(index);
      else for (const resource of named) this.#at(resource).push(index);
    }
  }

  /** Those that give any of the rights, in their order. */
  giving(rights: readonly Right[]): readonly RolesAlike[] {
    const asked = new Set(rights.map(({ resource }) => resource));
    const found = new Set([...this.#any, ...[...asked].flatMap((resource) => this.#byResource.get(resource) ?? [])]);
    return [...found].toSorted((a, b) => a - b).flatMap((index) => {
      const group = this.#groups[index];
      return group && rights.some((right) => group[0]?.match(right)) ? [group] : [];
    });
  }

  #at(resource: string): number[] {
    const known = this.#byResource.get(resource);
    if (known) return known;
    const made: number[] = [];
    this.#byResource.set(resource, made);
    return made;
  }
}

/** Without a subresource. */
function baseOf(resource: string): string {
  return resource.split('/', 1)[0] ?? resource;
}
