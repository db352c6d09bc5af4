import { define, type Standard } from './define.ts';

/** The techniques, with the tactics under which the matrix shows them, then its mitigations. It has no technique 9032. */
export const microsoft: Standard = define('microsoft', 'microsoft', 'Microsoft threat matrix for Kubernetes', [
  { id: 'MS-TA9001', title: 'Using cloud credentials', tactics: ['initial-access'], ours: ['threat/INP-03', 'threat/INP-04', 'aws-auth-rights'] },
  { id: 'MS-TA9002', title: 'Compromised image in registry', tactics: ['initial-access'], ours: [
      'threat/SCA-01', 'threat/SCA-02', 'threat/SCA-03', 'threat/SCA-05', 'threat/SCA-07', 'threat/SCI-01',
      'apiserver-always-pull-images',
    ] },
  { id: 'MS-TA9003', title: 'Kubeconfig file', tactics: ['initial-access'], ours: [
      'threat/SCI-08', 'threat/API-04', 'threat/INA-02', 'threat/INU-07', 'apiserver-token-auth-file', 'apiserver-user-authentication',
      'system-masters-binding',
    ] },
  { id: 'MS-TA9004', title: 'Application vulnerability', tactics: ['initial-access'], ours: [
      'threat/SCA-04', 'threat/SCI-02', 'threat/APP-01', 'kubernetes-version', 'image-out-of-support', 'retired-software', 'vulnerable-component', 'vulnerable-image', 'vulnerable-node',
    ] },
  { id: 'MS-TA9005', title: 'Exposed sensitive interfaces', tactics: ['initial-access', 'discovery'], ours: [
      'threat/SCI-07', 'threat/CCM-03', 'threat/RUN-02', 'threat/KPX-02', 'threat/NOD-06', 'threat/APP-16', 'threat/NET-07',
      'threat/INU-05',
    ] },
  { id: 'MS-TA9006', title: 'Exec into container', tactics: ['execution'], ours: [
      'threat/KUB-04', 'threat/APP-12', 'threat/INA-06', 'threat/INU-03', 'exec-rights', 'nodes-proxy', 'port-forward-rights',
    ] },
  { id: 'MS-TA9007', title: 'Bash or cmd inside container', tactics: ['execution'], ours: ['threat/SCA-13', 'threat/SCA-14'] },
  { id: 'MS-TA9008', title: 'New container', tactics: ['execution'], ours: [
      'threat/API-06', 'threat/API-07', 'threat/APP-11', 'threat/INA-07', 'threat/INU-01', 'threat/INU-04', 'threat/INU-06',
      'apiserver-always-admit', 'apiserver-namespace-lifecycle', 'apiserver-service-account-admission', 'creates-workloads',
      'namespace-guard-rights', 'namespace-pod-security',
    ] },
  { id: 'MS-TA9009', title: 'Application exploit (RCE)', tactics: ['execution'], ours: ['threat/SCA-04', 'threat/APP-01'] },
  { id: 'MS-TA9010', title: 'SSH server running inside container', tactics: ['execution'], ours: ['threat/APP-16'] },
  { id: 'MS-TA9011', title: 'Sidecar injection', tactics: ['execution'], ours: ['threat/SCA-12'] },
  { id: 'MS-TA9012', title: 'Backdoor container', tactics: ['persistence'], ours: [
      'threat/APP-07', 'threat/APP-18', 'threat/APP-19', 'writable-root-filesystem',
    ] },
  { id: 'MS-TA9013', title: 'Writable hostPath mount', tactics: ['persistence', 'privilege-escalation', 'lateral-movement'], ours: [
      'threat/SCI-06', 'threat/API-16', 'threat/ETC-03', 'threat/KUB-05', 'threat/KUB-07', 'threat/RUN-01', 'threat/NOD-01',
      'threat/INU-09', 'control-plane-workload', 'host-path', 'host-path-sensitive', 'host-path-writable', 'persistent-volume-rights',
      'runtime-socket', 'volume-types',
    ] },
  { id: 'MS-TA9014', title: 'Kubernetes CronJob', tactics: ['persistence'], ours: ['threat/APP-19'] },
  { id: 'MS-TA9015', title: 'Malicious admission controller', tactics: ['persistence', 'credential-access'], ours: [
      'threat/SCA-12', 'threat/API-08', 'threat/APP-15', 'namespace-guard-rights', 'node-rights', 'webhook-configuration-rights',
    ] },
  { id: 'MS-TA9016', title: 'Container service account', tactics: ['credential-access', 'lateral-movement', 'persistence'], ours: [
      'threat/SCA-10', 'threat/API-13', 'threat/KCM-04', 'threat/NOD-03', 'threat/APP-09', 'threat/APP-14', 'threat/INA-03',
      'threat/INA-09', 'threat/INU-01', 'apiserver-service-account-key', 'apiserver-service-account-lookup', 'apiserver-token-expiration',
      'automounted-token', 'controller-manager-service-account-key', 'creates-workloads', 'default-service-account',
      'default-service-account-rights', 'impersonation-rights', 'kube-system-workload', 'legacy-token-secret', 'projected-token-lifetime',
      'service-account-token-rights',
    ] },
  { id: 'MS-TA9017', title: 'Static pods', tactics: ['persistence'], ours: ['threat/KUB-06'] },
  { id: 'MS-TA9018', title: 'Privileged container', tactics: ['privilege-escalation'], ours: [
      'threat/SCA-11', 'threat/API-06', 'threat/RUN-04', 'threat/APP-02', 'threat/APP-03', 'threat/APP-05', 'threat/APP-06',
      'threat/INA-08', 'added-capabilities', 'apparmor-unconfined', 'capabilities-not-dropped', 'dangerous-capabilities', 'host-ipc',
      'host-pid', 'kubelet-seccomp-default', 'namespace-pod-security', 'privilege-escalation', 'privileged', 'root-group',
      'run-as-non-root', 'run-as-root-user', 'seccomp-unconfined', 'selinux-options', 'user-namespaces', 'windows-host-process',
    ] },
  { id: 'MS-TA9019', title: 'Cluster-admin binding', tactics: ['privilege-escalation'], ours: [
      'threat/SCA-08', 'threat/API-03', 'threat/API-15', 'threat/APP-13', 'threat/INA-01', 'threat/INA-10',
      'apiserver-authorization-always-allow', 'apiserver-authorization-rbac', 'authenticated-rights', 'cluster-admin-binding',
      'csr-approval', 'escalation-rights', 'impersonation-rights', 'wildcard-rights', 'workload-takeover',
    ] },
  { id: 'MS-TA9020', title: 'Access cloud resources', tactics: ['privilege-escalation', 'lateral-movement'], ours: [
      'threat/CCM-02', 'threat/CCM-04', 'threat/INP-02',
    ] },
  { id: 'MS-TA9021', title: 'Clear container logs', tactics: ['defense-evasion'], ours: ['threat/RUN-05', 'threat/INA-04', 'delete-events-rights'] },
  { id: 'MS-TA9022', title: 'Delete Kubernetes events', tactics: ['defense-evasion'], ours: [
      'threat/API-11', 'threat/INA-04', 'apiserver-audit-log', 'apiserver-audit-log-mounted', 'apiserver-audit-log-retention',
      'apiserver-audit-policy', 'apiserver-audit-webhook', 'delete-events-rights',
    ] },
  { id: 'MS-TA9023', title: 'Pod or container name similarity', tactics: ['defense-evasion'], ours: ['threat/APP-19'] },
  { id: 'MS-TA9024', title: 'Connect from proxy server', tactics: ['defense-evasion'], ours: [
      'threat/API-02', 'threat/API-17', 'threat/INU-03', 'anonymous-rights', 'apiserver-anonymous-auth', 'apiserver-insecure-port',
      'apiserver-profiling', 'exec-rights', 'port-forward-rights',
    ] },
  { id: 'MS-TA9025', title: 'List Kubernetes secrets', tactics: ['credential-access'], ours: [
      'threat/API-10', 'threat/ETC-01', 'threat/ETC-02', 'threat/ETC-04', 'threat/APP-10', 'threat/INA-05', 'threat/INA-09',
      'threat/INU-02', 'threat/INP-09', 'apiserver-encryption-at-rest', 'apiserver-encryption-provider', 'apiserver-etcd-ca',
      'apiserver-etcd-tls', 'etcd-auto-tls', 'etcd-client-cert-auth', 'etcd-listen-address', 'etcd-own-ca', 'etcd-peer-auto-tls',
      'etcd-peer-certificate', 'etcd-peer-client-cert-auth', 'etcd-serving-certificate', 'log-rights', 'reads-secrets',
    ] },
  { id: 'MS-TA9026', title: 'Mount service principal', tactics: ['credential-access'], ours: ['threat/CCM-01'] },
  { id: 'MS-TA9027', title: 'Application credentials in configuration files', tactics: ['credential-access', 'lateral-movement'], ours: [
      'threat/SCA-06', 'threat/CCM-01', 'threat/APP-17', 'credential-in-annotation', 'credential-in-args', 'credential-in-config-map',
      'credential-in-env',
    ] },
  { id: 'MS-TA9028', title: 'Access Managed Identity credentials', tactics: ['credential-access'], ours: ['threat/CCM-04', 'threat/NOD-02'] },
  { id: 'MS-TA9029', title: 'Access Kubernetes API server', tactics: ['discovery'], ours: [
      'threat/API-01', 'threat/API-02', 'anonymous-rights', 'apiserver-anonymous-auth', 'apiserver-insecure-port',
    ] },
  { id: 'MS-TA9030', title: 'Access Kubelet API', tactics: ['discovery'], ours: [
      'threat/API-05', 'threat/KUB-01', 'threat/KUB-02', 'threat/KUB-03', 'threat/KUB-04', 'apiserver-authorization-node',
      'apiserver-node-restriction', 'kubelet-anonymous-auth', 'kubelet-authorization-mode', 'kubelet-client-ca', 'kubelet-read-only-port',
      'nodes-proxy',
    ] },
  { id: 'MS-TA9031', title: 'Network mapping', tactics: ['discovery'], ours: ['threat/NET-01', 'threat/DNS-02', 'network-policy-ingress'] },
  { id: 'MS-TA9033', title: 'Instance Metadata API', tactics: ['discovery'], ours: ['threat/NOD-02', 'metadata-service-reachable'] },
  { id: 'MS-TA9034', title: 'Cluster internal networking', tactics: ['lateral-movement'], ours: [
      'threat/API-17', 'threat/KUB-03', 'threat/RUN-03', 'threat/NOD-05', 'threat/NET-01', 'threat/NET-02', 'threat/NET-03',
      'threat/NET-04', 'threat/NET-08', 'threat/INU-08', 'apiserver-profiling', 'control-plane-port-reachable', 'default-namespace', 'kubelet-port-reachable',
      'network-policy-egress', 'network-policy-ingress', 'network-policy-not-enforced',
    ] },
  { id: 'MS-TA9035', title: 'CoreDNS poisoning', tactics: ['lateral-movement'], ours: [
      'threat/DNS-01', 'threat/DNS-04', 'dns-configuration-rights',
    ] },
  { id: 'MS-TA9036', title: 'ARP poisoning and IP spoofing', tactics: ['lateral-movement'], ours: [
      'threat/API-09', 'threat/KPX-03', 'threat/KPX-04', 'threat/APP-04', 'threat/APP-05', 'threat/NET-05', 'threat/NET-06',
      'added-capabilities', 'apiserver-client-ca', 'apiserver-external-ips', 'apiserver-kubelet-certificate-authority',
      'apiserver-kubelet-client-certificate', 'apiserver-serving-certificate', 'apiserver-tls-ciphers', 'apiserver-tls-version',
      'capabilities-not-dropped', 'controller-manager-root-ca', 'dangerous-capabilities', 'host-network', 'kubelet-iptables-chains',
      'kubelet-serving-certificate', 'kubelet-tls-ciphers', 'traffic-hijack-rights',
    ] },
  { id: 'MS-TA9037', title: 'Images from a private registry', tactics: ['collection'], ours: ['threat/SCA-07', 'apiserver-always-pull-images'] },
  { id: 'MS-TA9038', title: 'Data destruction', tactics: ['impact'], ours: ['threat/APP-20', 'threat/INP-08'] },
  { id: 'MS-TA9039', title: 'Resource hijacking', tactics: ['impact'], ours: ['threat/APP-08'] },
  { id: 'MS-TA9040', title: 'Denial of service', tactics: ['impact'], ours: [
      'threat/API-12', 'threat/ETC-05', 'threat/SCH-03', 'threat/KCM-05', 'threat/NOD-04', 'threat/APP-08', 'threat/DNS-03',
      'threat/INU-08', 'threat/INP-07', 'apiserver-event-rate-limit', 'apiserver-request-timeout', 'controller-manager-gc-threshold',
      'default-namespace', 'kubelet-pid-reservation', 'kubelet-pod-pid-limit',
    ] },
  { id: 'MS-TA9041', title: 'Collecting data from pod', tactics: ['collection'], ours: ['threat/INU-03', 'exec-rights', 'port-forward-rights'] },
  // Mitigations.
  { id: 'MS-M9001', title: 'Multi-factor authentication', ours: ['nsa/A3'] },
  { id: 'MS-M9002', title: 'Restrict access to the API server using IP firewall', ours: ['nsa/N15'] },
  { id: 'MS-M9003', title: 'Adhere to least-privilege principle', ours: ['nsa/A6', 'nsa/P23'] },
  { id: 'MS-M9004', title: 'Secure CI/CD environment', ours: ['nsa/P7', 'nsa/P9'] },
  { id: 'MS-M9005', title: 'Image assurance policy', ours: ['nsa/P8', 'nsa/P9'] },
  { id: 'MS-M9005.001', title: 'Gate generated images in CI/CD pipeline', ours: ['nsa/P7'] },
  { id: 'MS-M9005.002', title: 'Gate images pushed to registries', ours: ['nsa/P7'] },
  { id: 'MS-M9005.003', title: 'Gate images deployed to Kubernetes cluster', ours: ['nsa/P8', 'nsa/P9'] },
  { id: 'MS-M9006', title: 'Enable Just In Time access to API server', ours: ['nsa/A6'] },
  { id: 'MS-M9007', title: 'Network intrusion prevention', ours: ['nsa/L21'] },
  { id: 'MS-M9008', title: 'Limit access to services over network', ours: ['nsa/N4', 'nsa/N8', 'gateway-without-tls', 'ingress-without-tls', 'route-without-tls', 'service-external-ips'] },
  { id: 'MS-M9009', title: 'Require strong authentication to services', ours: ['nsa/A3', 'nsa/A12'] },
  { id: 'MS-M9010', title: 'Restrict exec commands on pods', ours: ['nsa/A6', 'exec-rights'] },
  { id: 'MS-M9011', title: 'Restrict container runtime using LSM', ours: [
      'nsa/P16', 'nsa/P17', 'nsa/P18', 'nsa/P25', 'apparmor-unconfined', 'seccomp-unconfined', 'selinux-options',
    ] },
  { id: 'MS-M9012', title: 'Remove tools from container images', ours: ['nsa/P7', 'nsa/U4'] },
  { id: 'MS-M9013', title: 'Restrict over permissive containers', ours: [
      'nsa/P10', 'nsa/P11', 'nsa/P12', 'nsa/P13', 'nsa/P14', 'nsa/P15', 'nsa/P19',
    ] },
  { id: 'MS-M9014', title: 'Network segmentation', ours: [
      'nsa/N3', 'nsa/N4', 'nsa/N5', 'nsa/N6', 'network-policy-allows-all', 'network-policy-egress', 'network-policy-ingress', 'network-policy-not-enforced',
      'network-policy-port-undeclared', 'network-policy-selects-nothing',
    ] },
  { id: 'MS-M9015', title: 'Avoid running management interface on containers', ours: ['nsa/U4'] },
  { id: 'MS-M9016', title: 'Restrict file and directory permissions', ours: ['nsa/P5', 'nsa/P14', 'host-path-writable', 'writable-root-filesystem'] },
  { id: 'MS-M9017', title: 'Ensure that pods meet defined Pod Security Standards', ours: ['nsa/P10', 'namespace-pod-security', 'pod-security-too-weak'] },
  { id: 'MS-M9018', title: 'Restricting cloud metadata API access', ours: ['nsa/N32', 'metadata-service-reachable'] },
  { id: 'MS-M9019', title: 'Allocate specific identities to pods', ours: ['nsa/A10', 'nsa/P23', 'default-service-account'] },
  { id: 'MS-M9020', title: 'Collect logs to remote data storage', ours: ['nsa/L6', 'nsa/L11'] },
  { id: 'MS-M9021', title: 'Restrict the usage of unauthenticated APIs in the cluster', ours: [
      'nsa/A1', 'nsa/A2', 'anonymous-rights', 'apiserver-anonymous-auth',
    ] },
  { id: 'MS-M9022', title: 'Use managed secret store', ours: ['nsa/N27', 'nsa/N31'] },
  { id: 'MS-M9023', title: 'Remove unused secrets from the cluster', ours: ['nsa/N31', 'nsa/U4'] },
  { id: 'MS-M9024', title: 'Restrict access to etcd', ours: ['nsa/N19', 'nsa/N20', 'etcd-client-cert-auth', 'etcd-listen-address'] },
  { id: 'MS-M9025', title: 'Disable service account auto mount', ours: ['nsa/P22', 'automounted-token'] },
  { id: 'MS-M9026', title: 'Avoid using plain text credentials', ours: [
      'nsa/N27', 'credential-in-annotation', 'credential-in-args', 'credential-in-config-map', 'credential-in-env',
    ] },
  { id: 'MS-M9027', title: 'Use NodeRestriction admission controller', ours: ['nsa/U2', 'apiserver-node-restriction'] },
  { id: 'MS-M9028', title: 'Use CNIs that are not prone to ARP poisoning', ours: ['nsa/N3', 'nsa/P19', 'threat/NET-06'] },
  { id: 'MS-M9029', title: 'Set requests and limits for containers', ours: ['nsa/N10', 'nsa/N11', 'namespace-limit-range', 'namespace-resource-quota'] },
  { id: 'MS-M9030', title: 'Use cloud storage provider', ours: ['threat/APP-20'] },
  { id: 'MS-M9031', title: 'Implement data backup strategy', ours: ['threat/APP-20'] },
  { id: 'MS-M9032', title: 'Avoid using web-hosted manifest for Kubelet', ours: ['nsa/U2', 'threat/KUB-06'] },
], { published: '2023-01-23' });
