import addedCapabilities from '../rules/workload/added-capabilities.ts';
import apparmorUnconfined from '../rules/workload/apparmor-unconfined.ts';
import apiserverEncryptionProvider from '../rules/kube-apiserver/apiserver-encryption-provider.ts';
import apiserverAuditLog from '../rules/kube-apiserver/apiserver-audit-log.ts';
import auditPolicyCoverage from '../rules/control-plane-files/audit-policy-coverage.ts';
import credentialInAnnotation from '../rules/secrets/credential-in-annotation.ts';
import credentialInArgs from '../rules/secrets/credential-in-args.ts';
import credentialInConfigMap from '../rules/secrets/credential-in-config-map.ts';
import credentialInEnv from '../rules/secrets/credential-in-env.ts';
import etcdOwnCa from '../rules/etcd/etcd-own-ca.ts';
import etcdPeerAutoTls from '../rules/etcd/etcd-peer-auto-tls.ts';
import etcdPeerClientCertAuth from '../rules/etcd/etcd-peer-client-cert-auth.ts';
import legacyTokenSecret from '../rules/secrets/legacy-token-secret.ts';
import procMount from '../rules/workload/proc-mount.ts';
import runAsRootUser from '../rules/workload/run-as-root-user.ts';
import secretInEnv from '../rules/secrets/secret-in-env.ts';
import selinuxOptions from '../rules/workload/selinux-options.ts';
import userNamespaces from '../rules/workload/user-namespaces.ts';
import windowsHostProcess from '../rules/workload/windows-host-process.ts';
import apiserverAuditPolicy from '../rules/kube-apiserver/apiserver-audit-policy.ts';
import apiserverAuthorizationAlwaysAllow from '../rules/kube-apiserver/apiserver-authorization-always-allow.ts';
import apiserverAuthorizationNode from '../rules/kube-apiserver/apiserver-authorization-node.ts';
import apiserverAuthorizationRbac from '../rules/kube-apiserver/apiserver-authorization-rbac.ts';
import apiserverEncryptionAtRest from '../rules/kube-apiserver/apiserver-encryption-at-rest.ts';
import apiserverNodeRestriction from '../rules/kube-apiserver/apiserver-node-restriction.ts';
import automountedToken from '../rules/workload/automounted-token.ts';
import capabilitiesNotDropped from '../rules/workload/capabilities-not-dropped.ts';
import controllerManagerServiceAccountCredentials from '../rules/kube-controller-manager/controller-manager-service-account-credentials.ts';
import dangerousCapabilities from '../rules/workload/dangerous-capabilities.ts';
import etcdAutoTls from '../rules/etcd/etcd-auto-tls.ts';
import etcdClientCertAuth from '../rules/etcd/etcd-client-cert-auth.ts';
import hostIpc from '../rules/workload/host-ipc.ts';
import hostNetwork from '../rules/workload/host-network.ts';
import hostPid from '../rules/workload/host-pid.ts';
import kubeletAnonymousAuth from '../rules/kubelet/kubelet-anonymous-auth.ts';
import kubeletAuthorizationMode from '../rules/kubelet/kubelet-authorization-mode.ts';
import kubeletReadOnlyPort from '../rules/kubelet/kubelet-read-only-port.ts';
import nodesProxy from '../rules/rbac/nodes-proxy.ts';
import privilegeEscalation from '../rules/workload/privilege-escalation.ts';
import privileged from '../rules/workload/privileged.ts';
import runAsNonRoot from '../rules/workload/run-as-non-root.ts';
import runtimeSocket from '../rules/workload/runtime-socket.ts';
import seccompUnconfined from '../rules/workload/seccomp-unconfined.ts';
import writableRootFilesystem from '../rules/workload/writable-root-filesystem.ts';
import kubernetesVersion from '../rules/cluster/kubernetes-version.ts';
import namespacePodSecurity from '../rules/namespace/namespace-pod-security.ts';
import gatewayWithoutTls from '../rules/network/gateway-without-tls.ts';
import routeWithoutTls from '../rules/network/route-without-tls.ts';
import ingressWithoutTls from '../rules/network/ingress-without-tls.ts';
import clusterAdminBinding from '../rules/rbac/cluster-admin-binding.ts';
import createsWorkloads from '../rules/rbac/creates-workloads.ts';
import escalationRights from '../rules/rbac/escalation-rights.ts';
import execRights from '../rules/rbac/exec-rights.ts';
import impersonationRights from '../rules/rbac/impersonation-rights.ts';
import readsSecrets from '../rules/rbac/reads-secrets.ts';
import serviceAccountTokenRights from '../rules/rbac/service-account-token-rights.ts';
import type { AnyRule } from '../rules/define.ts';
import type { BaseFactors } from '../rules/severity.ts';

export interface DecidedByRules {
  readonly rules: readonly AnyRule[];
  readonly severity: BaseFactors;
  /** Of rules on grants: whose rights count; everybody's when left out. Users are people who are no administrators. */
  readonly heldBy?: 'workloads' | 'users' | 'workloads and users';
  /** Of rules on grants: rights in one namespace do not count. */
  readonly clusterWide?: true;
  /** The Pod Security level that refuses what the threat needs: a namespace that enforces it mitigates. */
  readonly refusedBy?: 'baseline' | 'restricted';
}

/** Threats whose precondition is what one or more rules find: present where one of them fails. */
export const decidedByRules: Readonly<Record<string, DecidedByRules>> = {
  'threat/APP-02': { rules: [privileged, windowsHostProcess], severity: { gain: 'node', position: 'a container', effort: 'none' }, refusedBy: 'baseline' },
  'threat/APP-03': { rules: [hostPid, hostIpc], severity: { gain: 'node', position: 'a container', effort: 'one more weakness' }, refusedBy: 'baseline' },
  'threat/APP-04': { rules: [hostNetwork], severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' }, refusedBy: 'baseline' },
  'threat/APP-05': { rules: [dangerousCapabilities, addedCapabilities, capabilitiesNotDropped], severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' }, refusedBy: 'restricted' },
  'threat/APP-06': { rules: [runAsNonRoot, runAsRootUser, privilegeEscalation, procMount], severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' }, refusedBy: 'restricted' },
  'threat/APP-07': { rules: [writableRootFilesystem], severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' } },
  'threat/APP-09': { rules: [automountedToken], severity: { gain: 'information', position: 'a container', effort: 'one more weakness' } },
  'threat/APP-17': { rules: [credentialInEnv, credentialInArgs, credentialInConfigMap, credentialInAnnotation, secretInEnv], severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' } },
  'threat/RUN-01': { rules: [runtimeSocket], severity: { gain: 'node', position: 'a container', effort: 'none' }, refusedBy: 'baseline' },
  'threat/RUN-04': { rules: [seccompUnconfined, apparmorUnconfined, selinuxOptions, userNamespaces], severity: { gain: 'node', position: 'a container', effort: 'several weaknesses' }, refusedBy: 'restricted' },
  'threat/API-03': { rules: [apiserverAuthorizationAlwaysAllow, apiserverAuthorizationRbac, apiserverAuthorizationNode], severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' } },
  'threat/API-05': { rules: [apiserverAuthorizationNode, apiserverNodeRestriction], severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' } },
  'threat/API-13': { rules: [legacyTokenSecret], severity: { gain: 'secrets', position: 'a container', effort: 'several weaknesses' } },
  'threat/API-10': { rules: [apiserverEncryptionAtRest, apiserverEncryptionProvider], severity: { gain: 'secrets', position: 'an administrator', effort: 'one more weakness' } },
  'threat/API-11': { rules: [apiserverAuditPolicy, apiserverAuditLog, auditPolicyCoverage], severity: { gain: 'information', position: 'a user', effort: 'one more weakness' } },
  'threat/ETC-02': { rules: [etcdClientCertAuth, etcdAutoTls, etcdPeerClientCertAuth, etcdPeerAutoTls, etcdOwnCa], severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' } },
  'threat/KCM-01': { rules: [controllerManagerServiceAccountCredentials], severity: { gain: 'cluster', position: 'a user', effort: 'several weaknesses' } },
  'threat/KUB-01': { rules: [kubeletAnonymousAuth, kubeletAuthorizationMode], severity: { gain: 'node', position: 'a container', effort: 'one more weakness' } },
  'threat/KUB-02': { rules: [kubeletReadOnlyPort], severity: { gain: 'information', position: 'a container', effort: 'none' } },
  'threat/KUB-04': { rules: [nodesProxy], severity: { gain: 'cluster', position: 'a container', effort: 'none' }, heldBy: 'workloads and users' },
  'threat/APP-10': { rules: [readsSecrets], severity: { gain: 'secrets', position: 'a container', effort: 'none' }, heldBy: 'workloads' },
  'threat/APP-11': { rules: [createsWorkloads], severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' }, heldBy: 'workloads' },
  'threat/APP-12': { rules: [execRights], severity: { gain: 'workload', position: 'a container', effort: 'none' }, heldBy: 'workloads' },
  'threat/APP-13': { rules: [escalationRights, impersonationRights], severity: { gain: 'cluster', position: 'a container', effort: 'none' }, heldBy: 'workloads' },
  'threat/APP-14': { rules: [serviceAccountTokenRights], severity: { gain: 'secrets', position: 'a container', effort: 'none' }, heldBy: 'workloads' },
  'threat/INA-01': { rules: [clusterAdminBinding], severity: { gain: 'cluster', position: 'an administrator', effort: 'none' }, clusterWide: true },
  'threat/INU-02': { rules: [readsSecrets], severity: { gain: 'secrets', position: 'a user', effort: 'none' }, heldBy: 'users' },
  'threat/INU-03': { rules: [execRights], severity: { gain: 'workload', position: 'a user', effort: 'none' }, heldBy: 'users' },
  'threat/API-06': { rules: [namespacePodSecurity], severity: { gain: 'node', position: 'a user', effort: 'one more weakness' } },
  'threat/NET-05': { rules: [ingressWithoutTls, gatewayWithoutTls, routeWithoutTls], severity: { gain: 'information', position: 'a container', effort: 'one more weakness' } },
  'threat/SCI-02': { rules: [kubernetesVersion], severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' } },
};
