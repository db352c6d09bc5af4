import type { CustomKind } from '../../knowledge/deputies/define.ts';
import type { Right } from '../../engines/rights.ts';
import type { Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { reasonOf } from '../right-technique.ts';
import { hub, type State } from '../states.ts';
import type { Step } from '../technique.ts';
import { policiesOn } from './policies.ts';

/** The hub of those who may write objects of the kind in a namespace. @param row of the catalogue: each technique has hubs of its own */
export function writeHub(row: string, { group, resource, clusterScoped }: CustomKind, namespace: string | null): State {
  return hub(`${row}-write-${resource}.${group}`, clusterScoped ? null : namespace);
}

/**
 * Who may write objects of a kind: create any, or change one that is there.
 * @param own namespaces of the deputy, of which the web hooks are its own
 */
export function* writersOf(row: string, kind: CustomKind, context: AttackContext, own: ReadonlySet<string>): Generator<Step> {
  const { group, resource } = kind;
  const create: Right = { verb: 'create', group, resource };
  const changes: readonly Right[] = ['update', 'patch'].map((verb) => ({ verb, group, resource }));
  const looked = policiesOn(kind, context, own);
  for (const scope of context.rolesGiving([create, ...changes]).flat()) {
    if (kind.clusterScoped && scope.namespace !== null) continue;
    const made = scope.match(create);
    if (made) {
      yield { needs: [scope.state], gives: writeHub(row, kind, scope.namespace), certain: looked.length === 0, because: () => reasonOf(scope, create, made, looked) };
      continue;
    }
    for (const right of changes) {
      const match = scope.match(right);
      if (!match) continue;
      for (const { namespace, gaps } of changed(kind, scope.namespace, match.names, context)) {
        const all = [...looked, ...gaps];
        yield { needs: [scope.state], gives: writeHub(row, kind, namespace), certain: all.length === 0, because: () => reasonOf(scope, right, match, all) };
      }
      break;
    }
  }
}

interface Changed {
  readonly namespace: string | null;
  readonly gaps: readonly Gap[];
}

/** Where there is an object of those names to be changed. */
function changed({ group, kind, clusterScoped }: CustomKind, where: string | null, names: readonly string[], { cluster }: AttackContext): readonly Changed[] {
  const given = cluster.given(kind, group).filter((object) => (where === null || cluster.ref(object).namespace === where) && (names.length === 0 || names.includes(object.metadata.name)));
  if (given.length > 0) return clusterScoped ? [{ namespace: null, gaps: [] }] : [...new Set(given.map((object) => cluster.ref(object).namespace ?? ''))].map((namespace) => ({ namespace, gaps: [] }));
  const list = cluster.list(kind, group, where ?? undefined);
  return list.known ? [] : [{ namespace: clusterScoped ? null : where, gaps: list.gaps }];
}

/** The hub of all namespaces leads to those that the deputy reads. */
export function* intoNamespaces(row: string, kind: CustomKind, namespaces: Iterable<string>): Generator<Step> {
  if (kind.clusterScoped) return;
  for (const namespace of namespaces) yield { needs: [writeHub(row, kind, null)], gives: writeHub(row, kind, namespace), free: true };
}

export function allNamespaces({ cluster, accounts }: AttackContext): ReadonlySet<string> {
  return new Set([...cluster.namespaces, ...accounts.keys()]);
}
