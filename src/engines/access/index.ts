import type { Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { bindingsOf, type Bindings } from './bindings.ts';
import { noGaps, type AccessGaps } from './gaps.ts';
import { accessObjects } from './objects.ts';
import { denialGaps, firstAllowance, heldRules } from './rbac.ts';
import { allowedBy } from './reasons.ts';
import { requestOf, type SubjectAccessReviewSpec } from './request.ts';
import type { PolicyRule } from './rules.ts';
import { mastersGroup } from './subjects.ts';

export { aggregatedRules } from './aggregation.ts';
export { rulesCover, type Cover } from './cover.ts';
export type { AccessGaps } from './gaps.ts';
export type { SubjectAccessReviewSpec } from './request.ts';
export type { PolicyRule } from './rules.ts';
export { groupsOf } from './subjects.ts';

/** The answer to one access review. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
  readonly rule?: PolicyRule;
  readonly binding?: KubernetesObject;
  /** What was not given and could turn a denial. */
  readonly gaps: readonly Gap[];
}

/** Kubernetes' authorization as far as system:masters and RBAC decide it. The Node authorizer is not asked. */
export class Authorizer {
  readonly #bindings: Bindings;
  readonly #gaps: AccessGaps;

  private constructor(bindings: Bindings, gaps: AccessGaps) {
    this.#bindings = bindings;
    this.#gaps = gaps;
  }

  /** Takes any Kubernetes objects and uses roles and bindings. Malformed ones are read as far as they go; aggregation is computed. */
  static from(objects: Iterable<KubernetesObject>, gaps: AccessGaps = {}): Authorizer {
    return new Authorizer(bindingsOf(accessObjects(objects)), gaps);
  }

  /** Answers a SubjectAccessReview's spec. Groups count exactly as given. The same at every version of Kubernetes. */
  authorize(spec: SubjectAccessReviewSpec): Decision {
    const request = requestOf(spec);
    if (!request) return { allowed: false, reason: 'the review asks for nothing', gaps: noGaps };
    const actor = { user: spec.user ?? '', groups: spec.groups ?? [] };
    // kube-apiserver asks for the always-allowed group before any configured authorizer.
    if (actor.groups.includes(mastersGroup)) return { allowed: true, reason: 'system:masters is always allowed', gaps: noGaps };
    const found = firstAllowance(this.#bindings, actor, request);
    if (found) return { allowed: true, reason: allowedBy(found), rule: found.rule, binding: found.binding.object, gaps: noGaps };
    return { allowed: false, reason: '', gaps: denialGaps(this.#bindings, actor, request, this.#gaps) };
  }

  /** The rules of a rules review: of every binding that reaches the subject in that namespace, repeats kept. */
  rulesFor(user: string, groups: readonly string[], namespace: string): readonly PolicyRule[] {
    return heldRules(this.#bindings, { user, groups }, namespace);
  }
}
