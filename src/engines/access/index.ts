import { parseMinor } from '../../lang/version.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { bindingsOf, type Bindings } from './bindings.ts';
import { escalationCheck, type Admission, type Operation } from './escalation.ts';
import { joined, noGaps, podsOfNodeGap, versionGap, type AccessGaps } from './gaps.ts';
import { constrainedModes, legacyMode, type ImpersonationMode, type Needed, type Target } from './impersonation.ts';
import { minorsThatDiffer, nodeMay, nodeOf } from './node-authorizer.ts';
import { NodeGraph } from './node-graph.ts';
import { accessObjects } from './objects.ts';
import { denialGaps, firstAllowance, grantees, heldRules, type Grantee } from './rbac.ts';
import { allowedBy } from './reasons.ts';
import { requestOf, type Request, type SubjectAccessReviewSpec } from './request.ts';
import type { PolicyRule } from './rules.ts';
import { mastersGroup, type Actor } from './subjects.ts';

export { aggregatedRules } from './aggregation.ts';
export { rulesCover, type Cover } from './cover.ts';
export type { AccessGaps } from './gaps.ts';
export { requestAttributes, type RequestAttributes } from './request-attributes.ts';
export type { SubjectAccessReviewSpec } from './request.ts';
export type { Admission, Operation } from './escalation.ts';
export type { Target } from './impersonation.ts';
export type { Grantee } from './rbac.ts';
export type { PolicyRule } from './rules.ts';
export { groupsOf } from './subjects.ts';

/** The answer to one access review. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
  readonly rule?: PolicyRule;
  readonly binding?: KubernetesObject;
  /** What was not given, or which version it is, that could turn the answer. */
  readonly gaps: readonly Gap[];
}

const rbacGroup = 'rbac.authorization.k8s.io';
// Gates AuthorizePodWebsocketUpgradeCreatePermission and ConstrainedImpersonation are on by default from these minors.
const createAskedFrom = 35;
const constrainedFrom = 36;
const execGap: Gap = gap('version', 'gap/exec-by-get', 'Does the API server ask for create on the WebSocket upgrade of exec? It does from 1.35 by default: --kubernetes-version.');
const constrainedGap: Gap = gap('version', 'gap/constrained-impersonation', 'Do the rights of constrained impersonation (on by default from 1.36) allow the action? They depend on the version and on what is done as the other.');

/** What is known of the cluster beside its objects. */
export interface AuthorizerOptions extends AccessGaps {
  /** Such as `1.34`: decides what the Node authorizer allows. Without it the newest version is answered for, and a gap says so where others differ. */
  readonly version?: string;
}

/** Kubernetes' authorization in its usual order: system:masters, the Node authorizer, RBAC. */
export class Authorizer {
  readonly #bindings: Bindings;
  readonly #nodes: NodeGraph;
  readonly #options: AuthorizerOptions;

  private constructor(bindings: Bindings, nodes: NodeGraph, options: AuthorizerOptions) {
    this.#bindings = bindings;
    this.#nodes = nodes;
    this.#options = options;
  }

  /** Takes any Kubernetes objects and uses roles, bindings, pods and volumes. Malformed ones are read as far as they go; aggregation is computed. */
  static from(objects: Iterable<KubernetesObject>, options: AuthorizerOptions = {}): Authorizer {
    const sorted = accessObjects(objects);
    return new Authorizer(bindingsOf(sorted), new NodeGraph(sorted.nodeObjects), options);
  }

  /** Answers a SubjectAccessReview's spec. Groups count exactly as given: see `groupsOf` for those that a user has by itself. */
  authorize(spec: SubjectAccessReviewSpec): Decision {
    const request = requestOf(spec);
    if (!request) return { allowed: false, reason: 'the review asks for nothing', gaps: noGaps };
    const actor = { user: spec.user ?? '', groups: spec.groups ?? [] };
    // kube-apiserver asks for the always-allowed group before any configured authorizer.
    if (actor.groups.includes(mastersGroup)) return { allowed: true, reason: 'system:masters is always allowed', gaps: noGaps };
    const asNode = this.#asNode(actor, request);
    if (asNode?.allowed === true) return asNode;
    const found = firstAllowance(this.#bindings, actor, request);
    if (found) return { allowed: true, reason: allowedBy(found), rule: found.rule, binding: found.binding.object, gaps: noGaps };
    return { allowed: false, reason: '', gaps: joined(asNode?.gaps, denialGaps(this.#bindings, actor, request, this.#options)) };
  }

  /** Everybody whom a binding lets make the request, subject by subject, in the order in which bindings are asked. */
  whoCan(spec: Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>): readonly Grantee[] {
    const request = requestOf(spec);
    return request ? grantees(this.#bindings, request) : [];
  }

  #asNode(actor: Actor, request: Request): Decision | undefined {
    const node = nodeOf(actor);
    if (node === undefined) return undefined;
    const { version, pods } = this.#options;
    const minor = version === undefined ? undefined : parseMinor(version);
    const answers = (minor === undefined ? minorsThatDiffer : [minor]).map((each) => nodeMay({ node, request, graph: this.#nodes, minor: each }));
    const allowed = answers[0] === true;
    return { allowed, reason: allowed ? `the Node authorizer allows it to node ${JSON.stringify(node)}` : '', gaps: joined(answers.includes(!allowed) ? [versionGap()] : undefined, allowed || this.#nodes.hasPods ? undefined : [podsOfNodeGap()], allowed ? undefined : pods) };
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

  /**
   * Whether the actor may send a request as the target: by the legacy verb at every version, or, from 1.36, by constrained
   * impersonation, which also asks what is done: `request`. Without it, or without a version, a denial that it could turn has a gap.
   */
  canImpersonate(actor: Actor, target: Target, options: { readonly version?: string; readonly request?: Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'> } = {}): Decision {
    const legacy = legacyMode(target);
    if (!legacy) return { allowed: false, reason: 'impersonation needs a user', gaps: noGaps };
    const answer = this.#holdsAll(actor, legacy);
    const minor = options.version === undefined ? undefined : parseMinor(options.version);
    if (answer.allowed || (minor !== undefined && minor < constrainedFrom)) return answer;
    const held = constrainedModes(actor, target).map((mode) => ({ mode, decision: this.#holdsAll(actor, mode) })).filter(({ decision }) => decision.allowed);
    const { request } = options;
    const found = request && held.find(({ mode }) => this.#mayDoAs(actor, mode, request));
    if (found && minor !== undefined) return found.decision;
    const open = held.length > 0 && (request === undefined || found !== undefined);
    return open ? { ...answer, gaps: [...answer.gaps, constrainedGap] } : answer;
  }

  /** The decision of the first need that is not allowed, else of the first. */
  #holdsAll(actor: Actor, { requirements }: ImpersonationMode): Decision {
    const ask = ({ verb, ...attributes }: Needed): Decision => this.authorize({ ...actor, resourceAttributes: { verb, ...attributes } });
    const decisions = requirements.flatMap(({ all, instead }) => {
      const atOnce = instead && ask(instead);
      return atOnce?.allowed === true ? [atOnce] : all.map(ask);
    });
    return decisions.find(({ allowed }) => !allowed) ?? decisions[0] ?? { allowed: false, reason: '', gaps: noGaps };
  }

  #mayDoAs(actor: Actor, { mode }: ImpersonationMode, { resourceAttributes, nonResourceAttributes }: Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>): boolean {
    const on = (verb = ''): string => `impersonate-on:${mode}:${verb}`;
    if (resourceAttributes) return this.authorize({ ...actor, resourceAttributes: { ...resourceAttributes, verb: on(resourceAttributes.verb) } }).allowed;
    return nonResourceAttributes !== undefined && this.authorize({ ...actor, nonResourceAttributes: { ...nonResourceAttributes, verb: on(nonResourceAttributes.verb) } }).allowed;
  }

  /** The rules of a rules review: of every binding that reaches the subject in that namespace, repeats kept. */
  rulesFor(user: string, groups: readonly string[], namespace: string): readonly PolicyRule[] {
    return heldRules(this.#bindings, { user, groups }, namespace);
  }
}
