import { Cluster } from '../cluster/cluster.ts';
import { fields, text, texts } from '../cluster/read.ts';
import { apiResources, bootstrapMinors } from '../knowledge/bootstrap/index.ts';
import { shortNames } from '../knowledge/short-names.ts';

/** A resource with the other words that kubectl takes for it. */
export interface Served {
  readonly resource: string;
  readonly group: string;
  readonly namespaced: boolean;
  /** The singular, and short names such as `deploy`. */
  readonly names: readonly string[];
}

/** What the API server serves by itself and by the definitions given. */
export function served(cluster: Cluster): readonly Served[] {
  const minor = cluster.version.known ? cluster.version.value.minor : bootstrapMinors.newest;
  const own = apiResources(minor).map(({ resource, group, kind, namespaced }) => ({ resource, group, namespaced, names: resource.includes('/') ? [] : [kind.toLowerCase(), ...(shortNames[resource] ?? [])] }));
  const custom = cluster.given('CustomResourceDefinition', 'apiextensions.k8s.io').map((definition) => {
    const spec = fields(definition['spec']) ?? {};
    const names = fields(spec['names']);
    const others = [text(names?.['singular']), text(names?.['kind'])?.toLowerCase(), ...texts(names?.['shortNames'])];
    return { resource: text(names?.['plural']) ?? '', group: text(spec['group']) ?? '', namespaced: spec['scope'] === 'Namespaced', names: others.filter((each) => each !== undefined) };
  });
  return [...own, ...custom];
}

/** As kubectl finds it: by its plural first, then by its singular or a short name; a version between resource and group is passed over. */
export function resourceNamed(written: string, all: readonly Served[]): Served | undefined {
  const [word = '', ...rest] = written.toLowerCase().split('.');
  const groups = new Set([rest.join('.'), ...(/^v\d+((alpha|beta)\d+)?$/.test(rest[0] ?? '') ? [rest.slice(1).join('.')] : [])]);
  const near = all.filter(({ group }) => rest.length === 0 || groups.has(group));
  return near.find(({ resource }) => resource === word) ?? near.find(({ names }) => names.includes(word));
}
