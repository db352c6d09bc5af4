import type { Match, Right } from '../engines/rights.ts';
import type { Gap } from '../model/gap.ts';
import type { AttackContext } from './context.ts';
import type { RoleScope } from './role-scopes.ts';
import { clusterAdmin, type State } from './states.ts';
import type { Reason, Step, Technique } from './technique.ts';

/** A right that is enough, and what is not known about whether it is. */
export interface Enough {
  readonly right: Right;
  readonly gaps?: readonly Gap[];
}

/** A technique that needs one right and nothing else: only the row differs. */
export interface RightRow extends Omit<Technique, 'steps' | 'rights'> {
  /** Any of them is enough. */
  readonly rights: readonly Right[] | ((context: AttackContext) => readonly Enough[]);
  /** What the right gives for every name: in one namespace, or with null in all. Undefined where it gives nothing there. */
  readonly gives: (namespace: string | null, context: AttackContext) => State | undefined;
  /** What it gives for one name. */
  readonly named?: (name: string, namespace: string | null, context: AttackContext) => readonly State[];
  /** Spells out the states that it gives. */
  readonly spread?: (context: AttackContext) => Iterable<Step>;
}

export function rightTechnique({ rights, gives, named, spread, ...technique }: RightRow): Technique {
  return {
    ...technique,
    rights: (context) => (typeof rights === 'function' ? rights(context).map(({ right }) => right) : rights),
    *steps(context) {
      const enough = typeof rights === 'function' ? rights(context) : rights.map((right): Enough => ({ right }));
      for (const scopes of context.rolesGiving(enough.map(({ right }) => right))) {
        for (const each of enough) {
          if (scopes[0]?.match(each.right)) for (const scope of scopes) yield* stepsOf(scope, each, context);
        }
      }
      const everywhere = gives(null, context);
      if (everywhere !== undefined) yield { needs: [clusterAdmin], gives: everywhere, because: () => ({ text: 'cluster-admin may do everything', evidence: [] }) };
      if (spread) yield* spread(context);
    },
  };

  function* stepsOf(scope: RoleScope, { right, gaps = [] }: Enough, context: AttackContext): Generator<Step> {
    const match = scope.match(right);
    if (!match) return;
    const more = { ...(gaps.length > 0 ? { certain: false } : {}), because: () => reasonOf(scope, right, match, gaps) };
    if (match.names.length === 0) {
      const state = gives(scope.namespace, context);
      if (state !== undefined) yield { needs: [scope.state], gives: state, ...more };
      return;
    }
    for (const name of match.names) for (const state of named?.(name, scope.namespace, context) ?? []) yield { needs: [scope.state], gives: state, ...more };
  }
}

/** `ClusterRole reader: core/secrets list`. */
export function reasonOf(scope: Pick<RoleScope, 'label' | 'namespace'>, right: Right, match: Match, gaps: readonly Gap[] = []): Reason {
  return { text: `${scope.label}: ${rightText(right)}${match.names.length > 0 ? ` of ${match.names.join(', ')}` : ''}`, evidence: [match.evidence], gaps, asked: { right, names: match.names, namespace: scope.namespace } };
}

export function rightText({ verb, group, resource, subresource }: Right): string {
  return `${verb} ${group === '' ? '' : `${group}/`}${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** The rights of several verbs on one resource. */
export function rightsTo(verbs: readonly string[], group: string, resource: string, subresource?: string): readonly Right[] {
  return verbs.map((verb) => ({ verb, group, resource, ...(subresource === undefined ? {} : { subresource }) }));
}
