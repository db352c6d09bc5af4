import { resolve } from 'node:path';

/**
 * Small manifests of which it is clear what a scanner should say; the first line of each says what and why. Most were chosen because some
 * scanner answers them wrongly: how many one gets right says nothing of how often it errs.
 */
export interface Case {
  /** Its name in test/peers. */
  readonly file: string;
  /** An alarm, none, or something else than for another file. */
  readonly right: 'alarm' | 'silence' | { readonly otherThan: string };
  /** The checks that speak of what is asked, by tool. Who is not named has none by default, or says that it does not read the kind. */
  readonly checks: Readonly<Record<string, readonly string[]>>;
}

export type Verdict = 'right' | 'missed' | 'false alarm' | 'not told apart' | 'not judged';

const nonRoot = { glacis: ['run-as-non-root'], Checkov: ['CKV_K8S_23'], kubesec: ['RunAsNonRoot'] };
const token = { glacis: ['automounted-token'], Checkov: ['CKV_K8S_38'], kubesec: ['AutomountServiceAccountToken'] };
// Two of them look for the socket of Docker alone, which lies on the disk of the node as well.
const hostPaths = { glacis: ['host-path', 'host-path-sensitive', 'host-path-writable', 'runtime-socket'], Checkov: ['CKV_K8S_27'], kubesec: ['DockerSock'] };
const secrets = { glacis: ['reads-secrets'], Checkov: ['CKV2_K8S_5'] };
const wildcards = { glacis: ['cluster-admin-binding'], Checkov: ['CKV_K8S_49', 'CKV2_K8S_1', 'CKV2_K8S_2', 'CKV2_K8S_3', 'CKV2_K8S_4', 'CKV2_K8S_5'] };
const policies = { glacis: ['network-policy-ingress', 'network-policy-egress', 'network-policy-allows-all'], Checkov: ['CKV2_K8S_6'], 'kube-score': ['pod-networkpolicy'] };
const privilegedWhereRead = { glacis: ['privileged'], Checkov: ['CKV_K8S_16'], 'kube-score': ['container-security-context-privileged'] };
const privileged = { ...privilegedWhereRead, kubesec: ['Privileged'] };
const ofLinux = {
  glacis: ['added-capabilities', 'apparmor-unconfined', 'capabilities-not-dropped', 'privilege-escalation', 'root-group', 'run-as-non-root', 'seccomp-unconfined', 'writable-root-filesystem'],
  Checkov: ['CKV_K8S_20', 'CKV_K8S_22', 'CKV_K8S_28', 'CKV_K8S_31', 'CKV_K8S_37', 'CKV_K8S_40'],
  'kube-score': ['container-security-context-readonlyrootfilesystem', 'container-security-context-user-group-id'],
  kubesec: ['ApparmorAny', 'CapDropAll', 'CapDropAny', 'ReadOnlyRootFilesystem', 'RunAsGroup', 'RunAsUser', 'SeccompAny'],
};

export const cases: readonly Case[] = [
  { file: 'privileged', right: 'alarm', checks: privileged },
  { file: 'host-pid', right: 'alarm', checks: { glacis: ['host-pid'], Checkov: ['CKV_K8S_17'], kubesec: ['HostPID'] } },
  { file: 'docker-socket', right: 'alarm', checks: hostPaths },
  { file: 'latest', right: 'alarm', checks: { glacis: ['image-mutable-tag'], Checkov: ['CKV_K8S_14'], 'kube-score': ['container-image-tag'] } },
  { file: 'net-bind-service', right: 'silence', checks: { glacis: ['added-capabilities', 'dangerous-capabilities', 'capabilities-not-dropped'], Checkov: ['CKV_K8S_25', 'CKV_K8S_28', 'CKV_K8S_37', 'CKV_K8S_39'], kubesec: ['CapDropAll', 'CapDropAny', 'CapSysAdmin'] } },
  { file: 'privileged-debugger', right: 'alarm', checks: privileged },
  { file: 'root-in-container', right: 'alarm', checks: nonRoot },
  { file: 'no-token', right: 'silence', checks: token },
  { file: 'token', right: 'alarm', checks: token },
  { file: 'host-root', right: 'alarm', checks: hostPaths },
  { file: 'merge-key', right: 'alarm', checks: privileged },
  { file: 'list', right: 'alarm', checks: privilegedWhereRead },
  { file: 'unknown-kind', right: 'alarm', checks: privilegedWhereRead },
  { file: 'one-secret', right: 'silence', checks: secrets },
  { file: 'all-secrets', right: 'alarm', checks: secrets },
  { file: 'wildcard-bound', right: 'alarm', checks: wildcards },
  { file: 'wildcard-unbound', right: { otherThan: 'wildcard-bound' }, checks: wildcards },
  { file: 'deny-ingress', right: 'alarm', checks: policies },
  { file: 'deny-all', right: 'silence', checks: policies },
  { file: 'allow-all', right: 'alarm', checks: policies },
  { file: 'windows', right: 'silence', checks: ofLinux },
  { file: 'windows-host-process', right: 'alarm', checks: { glacis: ['windows-host-process'] } },
  { file: 'refused-by-namespace', right: 'alarm', checks: { glacis: ['refused-pods'] } },
];

export function caseFile(file: string): string {
  return resolve(import.meta.dirname, '../../test/peers', `${file}.yaml`);
}

/** What to think of the checks that a tool says fail; `other` gives those of another file. */
export function judge({ right, checks }: Case, tool: string, found: readonly string[], other: (file: string) => readonly string[]): Verdict {
  const about = checks[tool];
  if (!about) return 'not judged';
  const said = (ids: readonly string[]): string => about.filter((id) => ids.includes(id)).join();
  if (right === 'silence') return said(found) === '' ? 'right' : 'false alarm';
  if (right === 'alarm') return said(found) === '' ? 'missed' : 'right';
  return said(found) === said(other(right.otherThan)) ? 'not told apart' : 'right';
}
