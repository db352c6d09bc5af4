import { fields, type Fields } from './read.ts';

const shared = ['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'securityContext', 'tolerations', 'affinity', 'topologySpreadConstraints', 'imagePullSecrets', 'hostAliases', 'dnsConfig', 'nodeSelector', 'os'] as const;

/** The random suffix that the ServiceAccount admission plug-in gives its volume would make every pod of one template different. */
const tokenVolume = /"kube-api-access-[a-z0-9]{5}"/g;

/**
 * Shares equal parts of pod specs: a hundred thousand pods of a thousand templates are kept as a thousand container lists.
 * One instance serves one collection.
 */
export class Interner {
  readonly #parts = new Map<string, unknown>();

  /** Replaces the parts of a pod spec, in place, by shared equal ones. */
  podSpec(spec: Fields): void {
    for (const name of shared) {
      if (spec[name] !== undefined) spec[name] = this.#part(spec[name]);
    }
  }

  /** Shares a small map such as labels. */
  map(object: Fields, name: string): void {
    if (fields(object[name])) object[name] = this.#part(object[name]);
  }

  #part(value: unknown): unknown {
    const written = JSON.stringify(value);
    const key = written.includes('"kube-api-access-') ? written.replaceAll(tokenVolume, '"kube-api-access"') : written;
    const found = this.#parts.get(key);
    if (found !== undefined) return found;
    const kept: unknown = key === written ? value : JSON.parse(key);
    this.#parts.set(key, kept);
    return kept;
  }
}
