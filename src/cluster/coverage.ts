import { gap, type Gap } from '../model/gap.ts';
import type { Coverage, Snapshot } from '../model/snapshot.ts';
import { isClusterScoped } from './identity.ts';
import type { ObjectIndex } from './index-objects.ts';

/**
 * How much of a kind was read. From files a namespace that appears is assumed complete, because else nothing could ever be
 * said of a missing NetworkPolicy; cluster-scoped kinds, nodes and flags are partial. A namespace that is known from a dump
 * alone is complete only for kinds that the dump holds at all: nobody can tell an empty list from one that was not taken.
 */
export class CoverageMap {
  readonly #index: ObjectIndex;
  readonly #openWorld: boolean;
  readonly #dumpOnly: boolean;

  constructor(index: ObjectIndex, snapshot: Snapshot, openWorld: boolean) {
    this.#index = index;
    this.#openWorld = openWorld;
    this.#dumpOnly = snapshot.objects.length > 0 && index.isDumped;
  }

  of(kind: string, group: string, namespace?: string): Coverage {
    if (this.#openWorld || namespace === undefined || namespace === '') return 'partial';
    if (isClusterScoped(kind)) return 'partial';
    if (!this.#index.namespaces.has(namespace)) return 'partial';
    if (this.#dumpOnly && this.#index.of(kind, group).length === 0) return 'partial';
    return 'assumed';
  }

  /** The question that a kind not read completely leaves open. */
  gapOf(kind: string, namespace?: string): Gap {
    const where = namespace === undefined ? 'all-namespaces' : namespace === '' ? 'no-namespace' : namespace;
    const command = namespace === undefined ? `kubectl get ${kind.toLowerCase()}${isClusterScoped(kind) ? '' : ' -A'} -o json` : `kubectl get ${kind.toLowerCase()} -n ${namespace} -o json`;
    return gap('api', `gap/list/${kind.toLowerCase()}/${where}`, `Which ${kind} objects are there ${namespace === undefined ? 'in the cluster' : `in namespace ${namespace}`}? ${command}`);
  }
}
