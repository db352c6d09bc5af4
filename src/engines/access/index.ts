import { parseMinor } from '../../lang/version.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { bindingsOf, type Bindings } from './bindings.ts';
import { escalationCheck, type Admission, type Operation } from './escalation.ts';
import { noGaps, type AccessGaps } from './gaps.ts';
import { neededFor, type Target } from './impersonation.ts';
import { accessObjects } from './objects.ts';
import { denialGaps, firstAllowance, heldRules } from './rbac.ts';
import { allowedBy } from './reasons.ts';
import { requestOf, type SubjectAccessReviewSpec } from './request.ts';
import type { PolicyRule } from './rules.ts';
import { mastersGroup, type Actor } from './subjects.ts';

export { aggregatedRules } from './aggregation.ts';
export { rulesCover, type Cover } from './cover.ts';
export type { AccessGaps } from './gaps.ts';
export type { SubjectAccessReviewSpec } from './request.ts';
export type { Admission, Operation } from './escalation.ts';
export type { Target } from './impersonation.ts';
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

const rbacGroup = 'rbac.authorization.k8s.io';
// Gates AuthorizePodWebsocketUpgradeCreatePermission and ConstrainedImpersonation are on by default from these minors.
const createAskedFrom = 35;
const constrainedFrom = 36;
const execGap: Gap = gap('version', 'gap/exec-by-get', 'Does the API server ask for create on the WebSocket upgrade of exec? It does from 1.35 by default: --kubernetes-version.');
const constrainedGap: Gap = gap('version', 'gap/constrained-impersonation', 'Do the rights of constrained impersonation (on by default from 1.36) allow the action? They depend on what is done as the other.');

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

  /** Whether the API server's escalation checks let this write of a role or binding pass. The ordinary right to write is asked apart. */
  admits(actor: Actor, operation: Operation): Admission {
    return escalationCheck(actor, operation, {
      may: (who, verb, resource, name, namespace) =>
        this.authorize({ ...who, resourceAttributes: { verb, group: rbacGroup, resource, name, namespace } }).allowed,
      rulesFor: (user, groups, namespace) => this.rulesFor(user, groups, namespace),
      rulesOf: (kind, name, namespace) => this.#bindings.resolve({ kind, name, apiGroup: rbacGroup }, namespace === '' ? null : namespace)?.list.rules,
    });
  }

  /**
   * Whether the actor may open a shell in a pod. `create` does it at every version; `get` does it over a WebSocket where the pod
   * registry does not ask for `create` besides: before 1.35 by default. @param version such as `1.34`
   */
  canExec(actor: Actor, pod: { readonly namespace: string; readonly name: string }, options: { readonly version?: string } = {}): Decision {
    const ask = (verb: string): Decision => this.authorize({ ...actor, resourceAttributes: { verb, resource: 'pods', subresource: 'exec', ...pod } });
    const create = ask('create');
    if (create.allowed) return create;
    const get = ask('get');
    if (!get.allowed) return create;
    const minor = options.version === undefined ? undefined : parseMinor(options.version);
    if (minor === undefined) return { ...create, gaps: [...create.gaps, execGap] };
    return minor < createAskedFrom ? get : create;
  }

  /** Whether legacy impersonation of every value of the target is allowed. From 1.36 constrained impersonation may allow more: a gap. */
  canImpersonate(actor: Actor, target: Target, options: { readonly version?: string } = {}): Decision {
    const needed = neededFor(target);
    if (!needed) return { allowed: false, reason: 'impersonation needs a user', gaps: noGaps };
    const answers = needed.map((each) => this.authorize({ ...actor, resourceAttributes: { verb: 'impersonate', ...each } }));
    const denied = answers.find((answer) => !answer.allowed);
    const [first] = answers;
    if (!denied) return first ?? { allowed: false, reason: '', gaps: noGaps };
    const minor = options.version === undefined ? undefined : parseMinor(options.version);
    const constrained = (minor === undefined || minor >= constrainedFrom) && !(target.groups ?? []).includes(mastersGroup);
    return constrained ? { ...denied, gaps: [...denied.gaps, constrainedGap] } : denied;
  }

  /** The rules of a rules review: of every binding that reaches the subject in that namespace, repeats kept. */
  rulesFor(user: string, groups: readonly string[], namespace: string): readonly PolicyRule[] {
    return heldRules(this.#bindings, { user, groups }, namespace);
  }
}
