import type { PathResult, StepResult } from '../model/attack-path.ts';
import { refKey, type ObjectRef } from '../model/object.ts';
import type { ThreatInstance } from './verdict.ts';

type TechniqueId = `technique/${string}`;
type Start = 'workloads' | 'people';

/** The steps of attack paths that make a threat real. */
export interface Realised {
  readonly by: readonly TechniqueId[];
  /** Only where such a one takes the step; anybody when left out. */
  readonly from?: Start;
  /** The technique needs less than the threat names: it takes the threat where that is present, and proves it nowhere. */
  readonly proves?: false;
}

const runsPods: readonly TechniqueId[] = ['technique/create-pod', 'technique/create-controller', 'technique/change-controller', 'technique/swap-image', 'technique/debug-container', 'technique/pod-to-node'];
const entersPods: readonly TechniqueId[] = ['technique/pod-exec', 'technique/pod-attach', 'technique/port-forward'];
const becomesOthers: readonly TechniqueId[] = ['technique/bind-role', 'technique/edit-binding', 'technique/escalate-role', 'technique/impersonate-account', 'technique/impersonate-user', 'technique/impersonate-group'];
const readsSecrets: readonly TechniqueId[] = ['technique/read-secrets', 'technique/read-token-secret'];

/** Threats that steps of attack paths realise. Each technique needs what the threat names, wherever it is found. */
export const realisedByPaths: Readonly<Record<`threat/${string}`, Realised>> = {
  'threat/SCA-02': { by: ['technique/compromised-image'] },
  'threat/API-02': { by: ['technique/anonymous-api'] },
  'threat/API-06': { by: ['technique/pod-to-node'] },
  'threat/API-13': { by: ['technique/read-token-secret'] },
  'threat/API-14': { by: ['technique/read-bootstrap-token'], proves: false },
  'threat/API-15': { by: ['technique/sign-certificate'] },
  'threat/ETC-02': { by: ['technique/open-etcd'] },
  'threat/API-10': { by: ['technique/etcd-secrets'] },
  'threat/KCM-04': { by: ['technique/mint-token', 'technique/create-pod', 'technique/create-controller'] },
  'threat/CCM-04': { by: ['technique/claim-cloud-identity'] },
  'threat/KUB-01': { by: ['technique/open-kubelet'] },
  'threat/KUB-04': { by: ['technique/kubelet-exec'] },
  'threat/KUB-05': { by: ['technique/pod-volumes'] },
  'threat/KUB-07': { by: ['technique/log-link'] },
  'threat/RUN-01': { by: ['technique/runtime-socket'] },
  'threat/NOD-01': { by: ['technique/host-path-write', 'technique/host-path-read', 'technique/kernel-helper'] },
  'threat/NOD-02': { by: ['technique/node-cloud-identity'], from: 'workloads' },
  'threat/APP-01': { by: ['technique/exposed-container'] },
  'threat/APP-02': { by: ['technique/privileged-container', 'technique/windows-host-process'] },
  'threat/APP-03': { by: ['technique/host-pid', 'technique/host-process-trace'] },
  'threat/APP-05': { by: ['technique/admin-capability', 'technique/host-process-trace', 'technique/kernel-module', 'technique/open-by-handle'] },
  'threat/APP-09': { by: ['technique/mounted-token'], proves: false },
  'threat/APP-10': { by: readsSecrets, from: 'workloads' },
  'threat/APP-11': { by: runsPods, from: 'workloads' },
  'threat/APP-12': { by: entersPods, from: 'workloads' },
  'threat/APP-13': { by: becomesOthers, from: 'workloads' },
  'threat/APP-14': { by: ['technique/mint-token', 'technique/make-secrets'], from: 'workloads' },
  'threat/APP-15': { by: ['technique/mutating-webhook', 'technique/validating-webhook', 'technique/mutating-policy', 'technique/remove-guard', 'technique/loosen-pod-security', 'technique/register-api', 'technique/conversion-webhook', 'technique/steer-pods', 'technique/steal-pods'], from: 'workloads' },
  'threat/APP-16': { by: ['technique/exposed-console'] },
  'threat/APP-17': { by: ['technique/plain-credential'] },
  'threat/APP-18': { by: ['technique/shared-volume'] },
  'threat/NET-06': { by: ['technique/neighbour-spoofing'] },
  'threat/NET-07': { by: ['technique/ingress-admission', 'technique/ingress-injection'] },
  'threat/DNS-01': { by: ['technique/dns-poisoning'] },
  'threat/INA-01': { by: ['technique/cluster-admin-rights'] },
  'threat/INA-03': { by: ['technique/impersonate-account', 'technique/impersonate-user', 'technique/impersonate-group'] },
  'threat/INA-09': { by: ['technique/backup-deputy'] },
  'threat/INU-01': { by: runsPods, from: 'people' },
  'threat/INU-02': { by: readsSecrets, from: 'people' },
  'threat/INU-03': { by: [...entersPods, 'technique/debug-container', 'technique/api-proxy'], from: 'people' },
  'threat/INU-04': { by: ['technique/loosen-pod-security', 'technique/open-network'], from: 'people' },
  'threat/INU-09': { by: ['technique/persistent-volume'], from: 'people' },
};

const people = /^(user|group):/;

/** Whether a step makes the threat real, whoever it strikes. What only spells out what was reached rests on no object, and is none. */
export function isRealisedBy(id: string, { technique, from, evidence }: Pick<StepResult, 'technique' | 'from' | 'evidence'>): boolean {
  if (evidence.length === 0) return false;
  const row = (realisedByPaths as Readonly<Record<string, Realised>>)[id];
  if (!row?.by.some((each) => each === technique)) return false;
  return row.from === undefined || people.test(from) === (row.from === 'people');
}

/** Which of the paths use the threat where it is present, by their place in the list: technique and object are the same. */
export function pathsThrough(id: string, present: () => Iterable<ThreatInstance>, paths: readonly PathResult[]): readonly number[] {
  const steps = paths.map((path) => path.steps.filter((step) => isRealisedBy(id, step)));
  if (steps.every((own) => own.length === 0)) return [];
  // A threat may be present in thirty thousand places, and paths strike few: keys are made of what bears the name of one of these.
  const objects = new Set<string>();
  const isStruck = (own: readonly StepResult[]): boolean => own.some(({ evidence }) => evidence.some(({ object }) => objects.has(refKey(object))));
  const add = (names: ReadonlySet<string>, ref: ObjectRef): void => {
    if (names.has(ref.name)) objects.add(refKey(ref));
  };
  const named = namesIn(steps);
  for (const { scope } of present()) add(named, scope);
  // Evidence is made of what is asked: where the places alone decide, none is.
  const open = steps.filter((own) => own.length > 0 && !isStruck(own));
  if (open.length > 0) {
    const left = namesIn(open);
    for (const { exposed } of present()) if (exposed.known) for (const { object } of exposed.evidence) add(left, object);
  }
  return steps.flatMap((own, index) => (isStruck(own) ? [index] : []));
}

function namesIn(steps: readonly (readonly StepResult[])[]): ReadonlySet<string> {
  return new Set(steps.flatMap((own) => own.flatMap(({ evidence }) => evidence.map(({ object }) => object.name))));
}
