import type { CustomKind, Deputy, DeputyRow } from '../../knowledge/deputies/define.ts';
import type { Holder, Right, Scope } from '../../engines/rights.ts';
import type { Evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { accountState, allSecrets, clusterAdmin, hub, secretState, type State } from '../states.ts';
import type { Step } from '../technique.ts';
import { isDefined, runningOf, watchedBy, type Running } from './running.ts';
import { makesPods } from './scoped.ts';
import { allNamespaces, intoNamespaces, writeHub, writersOf } from './writing.ts';

export const makesExec: Right = { verb: 'create', group: '', resource: 'pods', subresource: 'exec' };
const readsSecrets: readonly Right[] = ['get', 'list', 'watch'].map((verb) => ({ verb, group: '', resource: 'secrets' }));

/** What a lock-down makes of a row in one namespace: nothing where the list is empty; undefined where there is none. */
export type Locked = (deputy: Deputy, row: DeputyRow, actor: Running | undefined, namespace: string) => readonly Given[] | undefined;

/** The steps of deputies, as the table says. @param locked lock-downs that stand in objects */
export function* deputySteps(deputies: readonly Deputy[], context: AttackContext, locked?: Locked): Generator<Step> {
  const written = new Map<string, { readonly row: string; readonly kind: CustomKind; readonly own: Set<string>; readonly namespaces: Set<string> }>();
  const given: Step[] = [];
  for (const deputy of deputies) {
    const { row, programs } = deputy;
    for (const each of deputy.rows) {
      const kinds = [...each.kinds, ...(each.also ?? [])];
      const program = programs[each.actor ?? 0];
      if (!program) continue;
      const running = runningOf(program, kinds, context);
      const actors = running.length > 0 ? running : each.unseen && each.kinds.some((kind) => isDefined(kind, context)) ? [undefined] : [];
      const podOnly = actors.length === 0 && each.gives === 'pods' && each.kinds.some((kind) => isDefined(kind, context)) ? [undefined] : actors;
      for (const actor of podOnly) {
        const own = (actor && (each.reads === 'own' ? new Set([actor.namespace]) : watchedBy(actor))) ?? allNamespaces(context);
        for (const kind of kinds) {
          const key = `${kind.resource}.${kind.group}`;
          const entry = written.get(key) ?? { row, kind, own: new Set<string>(), namespaces: new Set<string>() };
          written.set(key, entry);
          if (actor) entry.own.add(actor.namespace);
          for (const namespace of own) entry.namespaces.add(namespace);
        }
        given.push(...stepsOf({ deputy, row: each, actor, namespaces: own }, context, locked));
      }
    }
  }
  for (const { row, kind, own, namespaces } of written.values()) {
    yield* writersOf(row, kind, context, own);
    yield* intoNamespaces(row, kind, namespaces);
  }
  yield* given;
}

interface Acted {
  readonly deputy: Deputy;
  readonly row: DeputyRow;
  readonly actor: Running | undefined;
  readonly namespaces: ReadonlySet<string>;
}

function* stepsOf({ deputy, row: each, actor, namespaces }: Acted, context: AttackContext, locked?: Locked): Generator<Step> {
  const doubt = each.doubt ? [gap('api', each.doubt.id, each.doubt.ask)] : [];
  const clusterWide = each.kinds.every(({ clusterScoped }) => clusterScoped);
  for (const namespace of clusterWide ? [''] : namespaces) {
    for (const { gives, gaps = doubt } of locked?.(deputy, each, actor, namespace) ?? gifts(each, actor, namespace, context)) {
      const all = [...gaps, ...(actor?.gaps ?? [])];
      const because = () => ({ text: `${actor?.program.name ?? 'its controller'} ${each.lets}`, evidence: shownOf(actor), gaps: all });
      for (const kind of each.kinds) {
        for (const also of each.also ?? [undefined]) {
          const needs = [writeHub(deputy.row, kind, namespace), ...(also ? [writeHub(deputy.row, also, namespace)] : [])];
          yield { needs, gives, free: true, certain: all.length === 0, because };
        }
      }
    }
  }
}

export interface Given {
  readonly gives: State;
  /** In place of the doubt of the row. */
  readonly gaps?: readonly Gap[];
}

function gifts({ gives }: DeputyRow, actor: Running | undefined, namespace: string, context: AttackContext): readonly Given[] {
  const holder: Holder | undefined = actor && { kind: 'ServiceAccount', namespace: actor.namespace, name: actor.account };
  const may = (right: Right, where: string): boolean => holder === undefined || context.rights.held(holder, right, { namespace: where }) !== undefined;
  if (gives === 'account') return actor ? [{ gives: accountState(actor.namespace, actor.account) }] : [];
  if (gives === 'admin') return [{ gives: clusterAdmin }];
  if (gives === 'pods') return podsBy(holder, namespace, context) ? [{ gives: hub('make-pods', namespace) }] : [];
  if (gives === 'pods-in-own') return actor && podsBy(holder, actor.namespace, context) ? [{ gives: hub('make-pods', actor.namespace) }] : [];
  if (gives === 'accounts') return [...(context.accounts.get(namespace) ?? [])].map((name) => ({ gives: accountState(namespace, name) }));
  if (gives === 'any-account') return [...context.accounts].flatMap(([each, names]) => [...names].map((name) => ({ gives: accountState(each, name) })));
  if (gives === 'secrets-out') return holder ? secretsOutOf(holder, context) : [];
  if (gives === 'exec-in') return [{ gives: hub('pod-exec', namespace) }];
  if (gives === 'secrets') return context.secretsIn(namespace).map(({ state }) => ({ gives: state }));
  if (gives === 'exec') return actor && !may(makesExec, actor.namespace) && actor.program.name === 'Velero' ? [] : [{ gives: hub('pod-exec', null) }];
  if (gives === 'nodes') return [{ gives: hub('own-nodes', null) }, ...(actor ? [{ gives: accountState(actor.namespace, actor.account) }] : [])];
  return [];
}

// Knative makes the pods of who makes its Services.
const makesServices: Right = { verb: 'create', group: 'serving.knative.dev', resource: 'services' };

/** Whether the controller could make a pod there. Where nothing is bound to its account its bindings were not given. */
function podsBy(account: Holder | undefined, namespace: string, context: AttackContext): boolean {
  if (account === undefined || !context.rights.of(account).some(({ holders }) => holders.some(({ kind, namespace: home, name }) => kind === 'ServiceAccount' && home === account.namespace && name === account.name))) return true;
  return makesPods(account, namespace, context) || context.rights.held(account, makesServices, { namespace }) !== undefined;
}

/** All that the account reads, wherever. */
function secretsOutOf(account: Holder, context: AttackContext): readonly Given[] {
  if (readsEverySecret(account, 'cluster', context)) return [{ gives: allSecrets }];
  return [...allNamespaces(context)].flatMap((namespace) => secretsReadBy(account, namespace, context)).map((gives) => ({ gives }));
}

/** Whether the account reads every Secret, there or everywhere. */
export function readsEverySecret(account: Holder, scope: Scope, { rights }: AttackContext): boolean {
  return readsSecrets.some((right) => rights.held(account, right, scope)?.match.names.length === 0);
}

/** Secrets of a namespace that the account reads: all of them, or those of names. */
export function secretsReadBy(account: Holder, namespace: string, context: AttackContext): readonly State[] {
  if (readsEverySecret(account, { namespace }, context)) return [hub('read-secrets', namespace)];
  const named = context.rights.of(account).filter((grant) => grant.namespace === null || grant.namespace === namespace).flatMap((grant) => readsSecrets.flatMap((right) => grant.match(right)?.names ?? []));
  return [...new Set(named)].map((name) => secretState(namespace, name));
}

export function shownOf(actor: Running | undefined): readonly Evidence[] {
  return actor?.evidence ?? [];
}
