import { fields, text, type Fields } from '../../cluster/read.ts';
import { apiGroupOf, valueAt, type Path } from '../../model/object.ts';
import { evaluatePodSecurity } from './evaluate.ts';
import { goQuoted } from './go-text.ts';
import { knownTo, levelText, type LevelVersion } from './levels.ts';
import { admitNamespace } from './namespace.ts';
import type { Pod } from './pod.ts';
import { modes, resolvePodSecurityPolicy, type Labels, type Mode, type PodSecurityPolicy } from './policy.ts';
import { allowedSilently, isIn, refused, type AdmissionOptions, type Exemptions, type PodSecurityDecision, type PodSecurityRequest } from './request.ts';
import { isSignificantUpdate } from './significant.ts';

const ignoredSubresources = new Set(['exec', 'attach', 'binding', 'eviction', 'log', 'portforward', 'proxy', 'status']);

/** Kinds whose pod templates are checked for audit and warn, with the API group and the way to the template. */
const controllers: Readonly<Record<string, { readonly group: string; readonly template: Path }>> = {
  PodTemplate: { group: '', template: ['template'] },
  ReplicationController: { group: '', template: ['spec', 'template'] },
  ReplicaSet: { group: 'apps', template: ['spec', 'template'] },
  Deployment: { group: 'apps', template: ['spec', 'template'] },
  StatefulSet: { group: 'apps', template: ['spec', 'template'] },
  DaemonSet: { group: 'apps', template: ['spec', 'template'] },
  Job: { group: 'batch', template: ['spec', 'template'] },
  CronJob: { group: 'batch', template: ['spec', 'jobTemplate', 'spec', 'template'] },
};

/** What the API server's PodSecurity plug-in answers to a request. Objects are taken in their stored form: see `defaultPod`. */
export function admitPodSecurity(request: PodSecurityRequest, options: AdmissionOptions = {}): PodSecurityDecision {
  const { kind, group } = kindOf(request);
  const operation = request.operation ?? 'CREATE';
  // The plug-in is asked about no other operation.
  if (operation !== 'CREATE' && operation !== 'UPDATE') return allowedSilently;
  const asked = { ...request, operation, subresource: request.subresource ?? request.subResource ?? '' };
  if (kind === 'Namespace' && group === '') return admitNamespace(asked, options);
  const isPod = kind === 'Pod' && group === '';
  if (isPod ? ignoredSubresources.has(asked.subresource) : asked.subresource !== '') return allowedSilently;
  const controller = Object.hasOwn(controllers, kind) ? controllers[kind] : undefined;
  if (!isPod && controller?.group !== group) return allowedSilently;
  const exempt = exemptionOf(request, options.exemptions);
  if (exempt) return { ...allowedSilently, exempt };
  if (!options.namespace) return isPod ? refused(`Internal error occurred: failed to lookup namespace ${goQuoted(request.namespace ?? '')}`) : allowedSilently;
  const { policy, invalidLabels } = resolvePodSecurityPolicy(labelsOf(options.namespace), options.defaults);
  // A policy that asks for nothing ends the matter before exemptions by runtime class are looked at, unless labels are invalid.
  const asking: readonly Mode[] = isPod ? modes : ['audit', 'warn'];
  if (invalidLabels.length === 0 && asking.every((mode) => policy[mode].level === 'privileged')) return allowedSilently;
  const object = fields(request.object);
  if (isPod) return podDecision(asked, object, policy, options);
  const template = controller && object && fields(valueAt(object, controller.template));
  return !template ? allowedSilently : decision(asked, template, { ...policy, enforce: undefined }, options);
}

function kindOf({ kind, object }: PodSecurityRequest): { readonly kind: string; readonly group: string } {
  if (typeof kind !== 'string') return { kind: kind.kind, group: kind.group ?? '' };
  const apiVersion = text(fields(object)?.['apiVersion']);
  return { kind, group: apiVersion === undefined ? (controllers[kind]?.group ?? '') : apiGroupOf(apiVersion) };
}

function labelsOf(namespace: AdmissionOptions['namespace']): Labels {
  return namespace?.metadata?.labels ?? namespace?.labels ?? {};
}

function exemptionOf(request: PodSecurityRequest, exemptions: Exemptions = {}): 'namespace' | 'user' | undefined {
  if (isIn(request.namespace, exemptions.namespaces)) return 'namespace';
  return isIn((request.user ?? request.userInfo)?.username, exemptions.usernames) ? 'user' : undefined;
}

function podDecision(request: PodSecurityRequest, pod: Fields | undefined, policy: PodSecurityPolicy, options: AdmissionOptions): PodSecurityDecision {
  if (!pod) return refused('failed to decode pod');
  if (request.operation === 'UPDATE') {
    const old = fields(request.oldObject);
    if (!old) return refused('failed to decode old pod');
    if (!isSignificantUpdate(pod, old)) return allowedSilently;
  }
  return decision(request, pod, policy, options);
}

function decision({ name = '' }: PodSecurityRequest, pod: Pod, { enforce, audit, warn }: Omit<PodSecurityPolicy, 'enforce'> & { readonly enforce: LevelVersion | undefined }, { exemptions, version }: AdmissionOptions): PodSecurityDecision {
  if (isIn(text(fields(pod.spec)?.['runtimeClassName']), exemptions?.runtimeClasses)) return { ...allowedSilently, exempt: 'runtimeClass' };
  const violations = (asked: LevelVersion): readonly string[] => {
    const { allowed, message } = evaluatePodSecurity(pod, knownTo(asked, version));
    return allowed ? [] : [`violate PodSecurity "${levelText(asked)}": ${message}`];
  };
  const auditViolations = violations(audit).map((each) => `would ${each}`);
  const enforced = enforce && evaluatePodSecurity(pod, knownTo(enforce, version));
  // A pod that is refused gets no warnings besides.
  if (enforce && enforced && !enforced.allowed) {
    const what = name === '' ? 'pods' : `pods ${goQuoted(name)}`;
    return { allowed: false, warnings: [], auditViolations, message: `${what} is forbidden: violates PodSecurity "${levelText(enforce)}": ${enforced.message}` };
  }
  return { allowed: true, warnings: violations(warn).map((each) => `would ${each}`), auditViolations };
}
