import type { Pod } from './pod.ts';
import type { Labels, PolicyDefaults } from './policy.ts';

/** A request to the API server, in the words of an AdmissionReview. */
export interface PodSecurityRequest {
  /** `Pod`, `Deployment`, `Namespace`, or the kind with its group. */
  readonly kind: string | { readonly group?: string; readonly kind: string };
  readonly operation?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly user?: { readonly username?: string };
  readonly userInfo?: { readonly username?: string };
  readonly object?: object | null;
  readonly oldObject?: object | null;
  readonly subresource?: string;
  readonly subResource?: string;
}

/** Exact names that are exempt, as a PodSecurityConfiguration lists them. */
export interface Exemptions {
  readonly usernames?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly runtimeClasses?: readonly string[];
}

export interface AdmissionOptions {
  /** The Namespace object of the request's namespace. */
  readonly namespace?: { readonly metadata?: { readonly labels?: Labels }; readonly labels?: Labels };
  readonly exemptions?: Exemptions;
  readonly defaults?: PolicyDefaults;
  /** The API server's version, such as `1.34`: it evaluates newer policy versions, `latest` among them, as its own. The newest known where left out. */
  readonly version?: string;
  /** The pods of the namespace, for a change of its labels. */
  readonly existingPods?: readonly Pod[];
}

export interface PodSecurityDecision {
  readonly allowed: boolean;
  readonly warnings: readonly string[];
  readonly auditViolations: readonly string[];
  /** Which exemption lets the request through unseen. */
  readonly exempt?: 'namespace' | 'user' | 'runtimeClass';
  /** Why the request is refused. */
  readonly message?: string;
}

export const allowedSilently: PodSecurityDecision = { allowed: true, warnings: [], auditViolations: [] };

export function refused(message: string): PodSecurityDecision {
  return { allowed: false, warnings: [], auditViolations: [], message };
}

/** Whether a list holds exactly that name; the empty name is in no list. */
export function isIn(name: string | undefined, list: readonly string[] = []): boolean {
  return name !== undefined && name !== '' && list.includes(name);
}
