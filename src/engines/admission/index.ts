import { fields, text } from '../../cluster/read.ts';
import { parseMinor } from '../../lang/version.ts';
import type { Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { Authorizer, type AuthorizerOptions } from '../access/index.ts';
import { admitPodSecurity, resolvePodSecurityPolicy, type AdmissionOptions } from '../pod-security/index.ts';
import { policyEngines } from './policy-engines.ts';
import { matchedOf } from './match.ts';
import { AdmissionObjects } from './objects.ts';
import { namespaceGap, silent, together, validatingPolicies, type Verdict } from './policies.ts';
import type { Gate, PodCreation, Refusal } from './request.ts';
import { limitRanges } from './limit-ranges.ts';
import { resourceQuotas } from './resource-quotas.ts';
import { accountGap, accountName, serviceAccount } from './service-account.ts';
import { admitConstraints, type ChosenConstraints } from './security-context-constraints.ts';
import { storedPod } from './stored.ts';
import { celVariables, namespaceObject } from './variables.ts';
import { mutatingPolicies, mutatingWebhooks, validatingWebhooks } from './webhooks.ts';

export { makerOf, podMade, type MadePod } from './pods-made.ts';
export type { Gate, GateKind, PodCreation, Refusal } from './request.ts';

/** What is known of the cluster beside its objects. */
export interface PodAdmissionOptions extends AuthorizerOptions {
  /** Defaults and exemptions of the PodSecurity plug-in; Kubernetes ships without any. */
  readonly podSecurity?: Pick<AdmissionOptions, 'defaults' | 'exemptions'>;
  /** Plug-ins of the API server that are switched off, by their names in `--disable-admission-plugins`. */
  readonly disabled?: ReadonlySet<string>;
  /** What was not read of these kinds in a namespace; they may hold more than was given. */
  readonly unread?: (kind: 'LimitRange' | 'ResourceQuota' | 'ServiceAccount', namespace: string) => readonly Gap[];
}

export interface AdmissionAnswer {
  /** Whether everything that was evaluated lets the pod in. */
  readonly allowed: boolean;
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
  /** Everything that looks at the pod. Where it is empty, nothing stands before it. */
  readonly gates: readonly Gate[];
  /** On OpenShift, the SecurityContextConstraints that the pod gets. */
  readonly constraints?: string;
  /** What looks at the pod without being evaluated here, or was not read. It could turn an admission, never a refusal of the others. */
  readonly gaps: readonly Gap[];
}

/** Would a pod be admitted in a namespace, and who refuses it? Asked without an API server. */
export class PodAdmission {
  readonly #objects: AdmissionObjects;
  readonly #authorizer: Authorizer;
  readonly #options: PodAdmissionOptions;
  readonly #minor: number | undefined;

  private constructor(objects: readonly KubernetesObject[], options: PodAdmissionOptions) {
    this.#objects = new AdmissionObjects(objects);
    this.#authorizer = Authorizer.from(objects, options);
    this.#options = options;
    this.#minor = options.version === undefined ? undefined : parseMinor(options.version);
  }

  /** Takes any Kubernetes objects and uses namespaces, policies with bindings and parameters, webhook configurations, roles. */
  static from(objects: Iterable<KubernetesObject>, options: PodAdmissionOptions = {}): PodAdmission {
    return new PodAdmission([...objects], options);
  }

  /** The order is the API server's: what may change the pod, then what validates it. The pod may be a manifest; defaults are filled in. */
  admit(creation: PodCreation): AdmissionAnswer {
    const { namespace } = creation;
    const found = this.#objects.find('', 'Namespace', '', namespace);
    const labels = found && { ...found.metadata.labels, 'kubernetes.io/metadata.name': namespace };
    const request = matchedOf(creation, labels);
    const name = accountName(fields(creation.pod['spec']) ?? {});
    const account = this.#objects.find('', 'ServiceAccount', namespace, name);
    const ranges = this.#isOn('LimitRanger') ? this.#objects.inNamespace('', 'LimitRange', namespace) : [];
    const quotas = this.#isOn('ResourceQuota') ? this.#objects.inNamespace('', 'ResourceQuota', namespace) : [];
    const pod = storedPod(creation.pod, namespace, { account, limitRanges: ranges, minor: this.#minor });
    const constraints = admitConstraints(pod, creation, { objects: this.#objects, authorizer: this.#authorizer, namespace: found });
    const variables = { ...celVariables(creation, pod, this.#authorizer), namespaceObject: namespaceObject(found) };
    const verdict = together([
      this.#isOn('ServiceAccount') ? serviceAccount(pod, account, this.#unreadAccounts(namespace, name)) : silent,
      constraints.verdict,
      this.#isOn('MutatingAdmissionPolicy') ? mutatingPolicies(this.#objects, request) : silent,
      this.#isOn('MutatingAdmissionWebhook') ? mutatingWebhooks(this.#objects, request, variables) : silent,
      limitRanges(pod, ranges, this.#minor),
      this.#isOn('PodSecurity') ? this.#podSecurity(creation, pod, found) : silent,
      this.#isOn('ValidatingAdmissionPolicy') ? validatingPolicies(this.#objects, request, variables, this.#minor) : silent,
      this.#isOn('ValidatingAdmissionWebhook') ? validatingWebhooks(this.#objects, request, variables) : silent,
      policyEngines(this.#objects, request),
      resourceQuotas(pod, quotas, this.#minor),
      { ...silent, gaps: (['LimitRange', 'ResourceQuota'] as const).flatMap((kind) => this.#options.unread?.(kind, namespace) ?? []) },
    ]);
    return { allowed: verdict.refusals.length === 0, ...verdict, ...chosen(constraints) };
  }

  #isOn(plugIn: string): boolean {
    return this.#options.disabled?.has(plugIn) !== true;
  }

  /** Without any account of the namespace none were read, unless the caller says otherwise. */
  #unreadAccounts(namespace: string, name: string): readonly Gap[] {
    const { unread } = this.#options;
    if (unread) return unread('ServiceAccount', namespace);
    return this.#objects.inNamespace('', 'ServiceAccount', namespace).length > 0 ? [] : [accountGap(namespace, name)];
  }

  #podSecurity({ namespace, actor }: PodCreation, pod: KubernetesObject, object: KubernetesObject | undefined): Verdict {
    const { version, podSecurity: { defaults, exemptions } = {} } = this.#options;
    // Without the namespace its labels are unknown, and with them what is enforced.
    if (!object) return { ...silent, gaps: [namespaceGap(namespace)] };
    const { policy } = resolvePodSecurityPolicy(object.metadata.labels ?? {}, defaults);
    const { allowed, warnings, message, exempt } = admitPodSecurity(
      { kind: 'Pod', namespace, name: text(fields(pod.metadata)?.['name']) ?? '', object: pod, user: { username: actor.user } },
      { namespace: object, ...(defaults && { defaults }), ...(exemptions && { exemptions }), ...(version !== undefined && { version }) },
    );
    if (exempt !== undefined || policy.enforce.level === 'privileged') return { ...silent, warnings };
    const gate: Gate = { kind: 'pod-security', name: policy.enforce.level, evaluated: true };
    return { ...silent, gates: [gate], refusals: allowed ? [] : [{ gate, message: message ?? '' }], warnings };
  }
}

function chosen({ name }: ChosenConstraints): { readonly constraints?: string } {
  return name === undefined ? {} : { constraints: name };
}
