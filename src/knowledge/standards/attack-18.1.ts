import { define, type Standard } from './define.ts';

/**
 * The techniques of the Containers platform, each with its tactics, and those of other platforms that threats of a cluster need:
 * the platform has no entry for a poisoned supply chain, for the cloud account or for hardware.
 */
export const attack181: Standard = define('attack-18.1', 'attack', 'MITRE ATT&CK for Enterprise 18.1', [
  { id: 'T1036', title: 'Masquerading', tactics: ['defense-evasion'], ours: [] },
  { id: 'T1036.005', title: 'Match Legitimate Resource Name or Location', tactics: ['defense-evasion'], ours: ['threat/APP-19'] },
  { id: 'T1036.010', title: 'Masquerade Account Name', tactics: ['defense-evasion'], ours: ['threat/APP-19'] },
  { id: 'T1046', title: 'Network Service Discovery', tactics: ['discovery'], ours: [
      'threat/ETC-01', 'threat/SCH-01', 'threat/KCM-02', 'threat/KCM-05', 'threat/KUB-03', 'threat/KPX-01', 'threat/NET-01',
      'threat/NET-03', 'threat/NET-04', 'threat/DNS-02', 'controller-manager-bind-address', 'controller-manager-profiling',
      'control-plane-port-reachable', 'etcd-listen-address', 'kube-proxy-metrics-address', 'kubelet-port-reachable', 'network-policy-ingress', 'network-policy-not-enforced', 'scheduler-bind-address', 'scheduler-profiling',
    ] },
  { id: 'T1053', title: 'Scheduled Task/Job', tactics: ['execution', 'persistence', 'privilege-escalation'], ours: [] },
  { id: 'T1053.007', title: 'Container Orchestration Job', tactics: ['execution', 'persistence', 'privilege-escalation'], ours: ['threat/APP-19'] },
  { id: 'T1059.013', title: 'Container CLI/API', tactics: ['execution'], ours: ['threat/SCA-14'] },
  { id: 'T1068', title: 'Exploitation for Privilege Escalation', tactics: ['privilege-escalation'], ours: [
      'threat/SCA-04', 'threat/SCI-02', 'threat/SCI-04', 'threat/RUN-04', 'threat/APP-06', 'apparmor-unconfined',
      'kubelet-seccomp-default', 'kubernetes-version', 'privilege-escalation', 'root-group', 'run-as-non-root', 'run-as-root-user',
      'seccomp-unconfined', 'selinux-options', 'user-namespaces',
    ] },
  { id: 'T1069', title: 'Permission Groups Discovery', tactics: ['discovery'], ours: [
      'threat/APP-09', 'automounted-token', 'default-service-account', 'default-service-account-rights',
    ] },
  { id: 'T1070', title: 'Indicator Removal', tactics: ['defense-evasion'], ours: ['threat/RUN-05', 'threat/INA-04', 'delete-events-rights'] },
  { id: 'T1078', title: 'Valid Accounts', tactics: ['defense-evasion', 'persistence', 'privilege-escalation', 'initial-access'], ours: [
      'threat/SCA-10', 'threat/API-03', 'threat/API-04', 'threat/API-14', 'threat/INA-01', 'threat/INA-03', 'threat/INU-07',
      'threat/INP-06', 'apiserver-authorization-always-allow', 'apiserver-authorization-rbac', 'apiserver-token-auth-file',
      'apiserver-user-authentication', 'authenticated-rights', 'cluster-admin-binding', 'impersonation-rights', 'wildcard-rights',
    ] },
  { id: 'T1078.001', title: 'Default Accounts', tactics: ['defense-evasion', 'persistence', 'privilege-escalation', 'initial-access'], ours: [
      'threat/API-02', 'anonymous-rights', 'apiserver-anonymous-auth', 'apiserver-insecure-port',
    ] },
  { id: 'T1078.003', title: 'Local Accounts', tactics: ['defense-evasion', 'persistence', 'privilege-escalation', 'initial-access'], ours: [
      'threat/INA-02', 'system-masters-binding',
    ] },
  { id: 'T1098', title: 'Account Manipulation', tactics: ['persistence', 'privilege-escalation'], ours: [
      'threat/API-05', 'threat/API-15', 'threat/KCM-01', 'threat/INA-07', 'apiserver-authorization-node', 'apiserver-node-restriction',
      'controller-manager-service-account-credentials', 'csr-approval',
    ] },
  { id: 'T1098.006', title: 'Additional Container Cluster Roles', tactics: ['persistence', 'privilege-escalation'], ours: [
      'threat/SCA-08', 'threat/API-03', 'threat/KCM-04', 'threat/NOD-03', 'threat/APP-13', 'threat/INA-01', 'threat/INA-10',
      'apiserver-authorization-always-allow', 'apiserver-authorization-rbac', 'cluster-admin-binding', 'escalation-rights',
      'impersonation-rights', 'kube-system-workload', 'wildcard-rights', 'workload-takeover',
    ] },
  { id: 'T1110', title: 'Brute Force', tactics: ['credential-access'], ours: [
      'threat/API-04', 'threat/NOD-06', 'apiserver-token-auth-file', 'apiserver-user-authentication',
    ] },
  { id: 'T1110.001', title: 'Password Guessing', tactics: ['credential-access'], ours: [] },
  { id: 'T1110.003', title: 'Password Spraying', tactics: ['credential-access'], ours: [] },
  { id: 'T1110.004', title: 'Credential Stuffing', tactics: ['credential-access'], ours: [] },
  { id: 'T1133', title: 'External Remote Services', tactics: ['persistence', 'initial-access'], ours: [
      'threat/API-01', 'threat/CCM-03', 'threat/KPX-02', 'threat/NOD-06', 'threat/APP-16', 'threat/INU-05',
    ] },
  { id: 'T1136', title: 'Create Account', tactics: ['persistence'], ours: ['threat/API-14', 'threat/INA-10'] },
  { id: 'T1136.001', title: 'Local Account', tactics: ['persistence'], ours: [] },
  { id: 'T1190', title: 'Exploit Public-Facing Application', tactics: ['initial-access'], ours: [
      'threat/SCA-04', 'threat/SCI-02', 'threat/SCI-07', 'threat/API-01', 'threat/CCM-03', 'threat/KPX-02', 'threat/APP-01',
      'threat/NET-07', 'kubernetes-version',
    ] },
  { id: 'T1204', title: 'User Execution', tactics: ['execution'], ours: [] },
  { id: 'T1204.003', title: 'Malicious Image', tactics: ['execution'], ours: ['threat/SCA-01', 'threat/SCA-02', 'threat/SCA-03', 'threat/SCA-13', 'image-mutable-tag', 'image-retired-registry', 'image-without-digest'] },
  { id: 'T1485', title: 'Data Destruction', tactics: ['impact'], ours: ['threat/APP-20', 'threat/INP-08'] },
  { id: 'T1490', title: 'Inhibit System Recovery', tactics: ['impact'], ours: ['threat/ETC-05', 'threat/APP-20', 'threat/INP-07', 'threat/INP-08'] },
  { id: 'T1496', title: 'Resource Hijacking', tactics: ['impact'], ours: [] },
  { id: 'T1496.001', title: 'Compute Hijacking', tactics: ['impact'], ours: ['threat/APP-08'] },
  { id: 'T1496.002', title: 'Bandwidth Hijacking', tactics: ['impact'], ours: ['threat/APP-08'] },
  { id: 'T1498', title: 'Network Denial of Service', tactics: ['impact'], ours: [
      'threat/API-12', 'apiserver-event-rate-limit', 'apiserver-request-timeout', 'controller-manager-gc-threshold',
    ] },
  { id: 'T1499', title: 'Endpoint Denial of Service', tactics: ['impact'], ours: [
      'threat/API-12', 'threat/ETC-05', 'threat/SCH-01', 'threat/SCH-03', 'threat/KCM-02', 'threat/KCM-05', 'threat/KUB-08',
      'threat/NOD-04', 'threat/APP-08', 'threat/DNS-03', 'threat/INU-08', 'threat/INP-07', 'apiserver-event-rate-limit',
      'apiserver-request-timeout', 'controller-manager-bind-address', 'controller-manager-gc-threshold', 'controller-manager-profiling',
      'controller-manager-rotate-kubelet-certificate', 'default-namespace', 'kubelet-pid-reservation', 'kubelet-pod-pid-limit',
      'kubelet-rotate-certificates', 'kubelet-rotate-serving-certificate', 'kubelet-streaming-idle-timeout', 'scheduler-bind-address',
      'scheduler-profiling',
    ] },
  { id: 'T1525', title: 'Implant Internal Image', tactics: ['persistence'], ours: [
      'threat/SCA-02', 'threat/SCA-03', 'threat/SCA-07', 'apiserver-always-pull-images',
    ] },
  { id: 'T1528', title: 'Steal Application Access Token', tactics: ['credential-access'], ours: [
      'threat/SCA-10', 'threat/SCI-08', 'threat/API-13', 'threat/KCM-01', 'threat/KCM-04', 'threat/CCM-04', 'threat/KUB-05',
      'threat/NOD-03', 'threat/APP-09', 'threat/APP-14', 'threat/INA-09', 'threat/INU-01', 'apiserver-service-account-key',
      'apiserver-service-account-lookup', 'apiserver-token-expiration', 'automounted-token',
      'controller-manager-service-account-credentials', 'controller-manager-service-account-key', 'creates-workloads',
      'default-service-account', 'default-service-account-rights', 'kube-system-workload', 'legacy-token-secret',
      'projected-token-lifetime', 'service-account-token-rights',
    ] },
  { id: 'T1543', title: 'Create or Modify System Process', tactics: ['persistence', 'privilege-escalation'], ours: [] },
  { id: 'T1543.005', title: 'Container Service', tactics: ['persistence', 'privilege-escalation'], ours: [
      'threat/SCI-06', 'threat/KUB-06', 'threat/APP-19',
    ] },
  { id: 'T1550', title: 'Use Alternate Authentication Material', tactics: ['defense-evasion', 'lateral-movement'], ours: [] },
  { id: 'T1550.001', title: 'Application Access Token', tactics: ['defense-evasion', 'lateral-movement'], ours: [
      'threat/API-13', 'threat/APP-14', 'threat/INA-03', 'apiserver-service-account-key', 'apiserver-service-account-lookup',
      'apiserver-token-expiration', 'controller-manager-service-account-key', 'impersonation-rights', 'legacy-token-secret',
      'projected-token-lifetime', 'service-account-token-rights',
    ] },
  { id: 'T1552', title: 'Unsecured Credentials', tactics: ['credential-access'], ours: [] },
  { id: 'T1552.001', title: 'Credentials In Files', tactics: ['credential-access'], ours: [
      'threat/SCA-06', 'threat/ETC-03', 'threat/ETC-04', 'threat/KCM-03', 'threat/CCM-01', 'threat/KUB-05', 'threat/KUB-07',
      'threat/NOD-01', 'threat/APP-17', 'threat/INU-07', 'threat/INP-06', 'credential-in-annotation', 'credential-in-args',
      'credential-in-config-map', 'credential-in-env', 'host-path', 'host-path-sensitive', 'host-path-writable', 'volume-types',
    ] },
  { id: 'T1552.007', title: 'Container API', tactics: ['credential-access'], ours: [
      'threat/SCA-07', 'threat/SCI-08', 'threat/API-05', 'threat/API-08', 'threat/API-10', 'threat/ETC-01', 'threat/ETC-02',
      'threat/CCM-01', 'threat/APP-10', 'threat/NET-07', 'threat/INA-05', 'threat/INA-09', 'threat/INU-02', 'threat/INP-09',
      'apiserver-always-pull-images', 'apiserver-authorization-node', 'apiserver-encryption-at-rest', 'apiserver-encryption-provider',
      'apiserver-etcd-ca', 'apiserver-etcd-tls', 'apiserver-node-restriction', 'etcd-auto-tls', 'etcd-client-cert-auth',
      'etcd-listen-address', 'etcd-own-ca', 'etcd-peer-auto-tls', 'etcd-peer-certificate', 'etcd-peer-client-cert-auth',
      'etcd-serving-certificate', 'log-rights', 'reads-secrets',
    ] },
  { id: 'T1562', title: 'Impair Defenses', tactics: ['defense-evasion'], ours: [] },
  { id: 'T1562.001', title: 'Disable or Modify Tools', tactics: ['defense-evasion'], ours: [
      'threat/API-07', 'threat/API-11', 'threat/APP-15', 'threat/INA-04', 'threat/INA-08', 'threat/INU-04', 'apiserver-always-admit',
      'apiserver-audit-log', 'apiserver-audit-log-mounted', 'apiserver-audit-log-retention', 'apiserver-audit-policy',
      'apiserver-audit-webhook', 'apiserver-namespace-lifecycle', 'apiserver-service-account-admission', 'delete-events-rights',
      'namespace-guard-rights', 'node-rights', 'webhook-configuration-rights',
    ] },
  { id: 'T1609', title: 'Container Administration Command', tactics: ['execution'], ours: [
      'threat/SCA-14', 'threat/KUB-01', 'threat/KUB-03', 'threat/KUB-04', 'threat/RUN-02', 'threat/APP-07', 'threat/APP-12',
      'threat/APP-16', 'threat/INU-03', 'exec-rights', 'kubelet-anonymous-auth', 'kubelet-authorization-mode', 'kubelet-client-ca',
      'nodes-proxy', 'port-forward-rights', 'writable-root-filesystem',
    ] },
  { id: 'T1610', title: 'Deploy Container', tactics: ['defense-evasion', 'execution'], ours: [
      'threat/SCA-12', 'threat/API-06', 'threat/API-07', 'threat/SCH-02', 'threat/SCH-03', 'threat/KUB-06', 'threat/RUN-01',
      'threat/RUN-02', 'threat/APP-02', 'threat/APP-11', 'threat/APP-18', 'threat/INA-07', 'threat/INA-08', 'threat/INU-01',
      'threat/INU-06', 'apiserver-always-admit', 'apiserver-namespace-lifecycle', 'apiserver-service-account-admission',
      'creates-workloads', 'namespace-pod-security', 'privileged', 'runtime-socket', 'windows-host-process',
    ] },
  { id: 'T1611', title: 'Escape to Host', tactics: ['privilege-escalation'], ours: [
      'threat/SCA-11', 'threat/SCI-03', 'threat/SCI-04', 'threat/API-06', 'threat/API-16', 'threat/ETC-03', 'threat/KUB-07',
      'threat/KUB-08', 'threat/RUN-01', 'threat/RUN-03', 'threat/RUN-04', 'threat/NOD-01', 'threat/NOD-05', 'threat/APP-02',
      'threat/APP-03', 'threat/APP-04', 'threat/APP-05', 'threat/APP-06', 'threat/INA-06', 'threat/INU-09', 'added-capabilities',
      'apparmor-unconfined', 'capabilities-not-dropped', 'control-plane-workload', 'controller-manager-rotate-kubelet-certificate',
      'dangerous-capabilities', 'host-ipc', 'host-network', 'host-path', 'host-path-sensitive', 'host-path-writable', 'host-pid',
      'kubelet-rotate-certificates', 'kubelet-rotate-serving-certificate', 'kubelet-seccomp-default', 'kubelet-streaming-idle-timeout',
      'namespace-pod-security', 'persistent-volume-rights', 'privilege-escalation', 'privileged', 'root-group', 'run-as-non-root',
      'run-as-root-user', 'runtime-socket', 'seccomp-unconfined', 'selinux-options', 'user-namespaces', 'volume-types',
      'windows-host-process',
    ] },
  { id: 'T1612', title: 'Build Image on Host', tactics: ['defense-evasion'], ours: ['threat/SCA-11'] },
  { id: 'T1613', title: 'Container and Resource Discovery', tactics: ['discovery'], ours: [
      'threat/API-02', 'threat/API-17', 'threat/KUB-01', 'threat/KUB-02', 'threat/KUB-04', 'threat/KPX-01', 'threat/DNS-02',
      'threat/INU-08', 'anonymous-rights', 'apiserver-anonymous-auth', 'apiserver-insecure-port', 'apiserver-profiling',
      'default-namespace', 'kube-proxy-metrics-address', 'kubelet-anonymous-auth', 'kubelet-authorization-mode', 'kubelet-client-ca',
      'kubelet-read-only-port', 'nodes-proxy',
    ] },
  // Of other platforms.
  { id: 'T1040', title: 'Network Sniffing', note: 'outside the Containers platform', ours: [
      'threat/API-09', 'threat/APP-04', 'threat/NET-05', 'apiserver-client-ca', 'apiserver-kubelet-certificate-authority',
      'apiserver-kubelet-client-certificate', 'apiserver-serving-certificate', 'apiserver-tls-ciphers', 'apiserver-tls-version',
      'controller-manager-root-ca', 'host-network', 'kubelet-serving-certificate', 'kubelet-tls-ciphers',
    ] },
  { id: 'T1041', title: 'Exfiltration Over C2 Channel', note: 'outside the Containers platform', ours: ['threat/NET-02', 'network-policy-egress'] },
  { id: 'T1048', title: 'Exfiltration Over Alternative Protocol', note: 'outside the Containers platform', ours: [
      'threat/NET-02', 'network-policy-egress',
    ] },
  { id: 'T1071.004', title: 'DNS', note: 'outside the Containers platform', ours: ['threat/NET-02', 'threat/DNS-04', 'network-policy-egress'] },
  { id: 'T1078.004', title: 'Cloud Accounts', note: 'outside the Containers platform', ours: [
      'threat/CCM-02', 'threat/CCM-04', 'threat/INP-03', 'aws-auth-rights',
    ] },
  { id: 'T1080', title: 'Taint Shared Content', note: 'outside the Containers platform', ours: ['threat/APP-18'] },
  { id: 'T1090', title: 'Proxy', note: 'outside the Containers platform', ours: [
      'threat/API-17', 'threat/INU-03', 'apiserver-profiling', 'exec-rights', 'port-forward-rights',
    ] },
  { id: 'T1098.003', title: 'Additional Cloud Roles', note: 'outside the Containers platform', ours: ['threat/INP-03', 'aws-auth-rights'] },
  { id: 'T1105', title: 'Ingress Tool Transfer', note: 'outside the Containers platform', ours: [
      'threat/SCA-13', 'threat/APP-07', 'writable-root-filesystem',
    ] },
  { id: 'T1195.001', title: 'Compromise Software Dependencies and Development Tools', note: 'outside the Containers platform', ours: [
      'threat/SCA-05', 'threat/SCI-09',
    ] },
  { id: 'T1195.002', title: 'Compromise Software Supply Chain', note: 'outside the Containers platform', ours: [
      'threat/SCA-01', 'threat/SCA-08', 'threat/SCA-09', 'threat/SCI-01', 'threat/SCI-05', 'threat/SCI-06',
    ] },
  { id: 'T1195.003', title: 'Compromise Hardware Supply Chain', note: 'outside the Containers platform', ours: ['threat/SCI-05'] },
  { id: 'T1199', title: 'Trusted Relationship', note: 'outside the Containers platform', ours: ['threat/INP-09'] },
  { id: 'T1200', title: 'Hardware Additions', note: 'outside the Containers platform', ours: ['threat/INP-06'] },
  { id: 'T1210', title: 'Exploitation of Remote Services', note: 'outside the Containers platform', ours: [
      'threat/NET-01', 'network-policy-ingress',
    ] },
  { id: 'T1530', title: 'Data from Cloud Storage', note: 'outside the Containers platform', ours: ['threat/ETC-04', 'threat/INP-02'] },
  { id: 'T1537', title: 'Transfer Data to Cloud Account', note: 'outside the Containers platform', ours: ['threat/INP-02'] },
  { id: 'T1542', title: 'Pre-OS Boot', note: 'outside the Containers platform', ours: ['threat/SCI-05'] },
  { id: 'T1546', title: 'Event Triggered Execution', note: 'outside the Containers platform', ours: [
      'threat/SCA-12', 'threat/API-08', 'threat/APP-15', 'namespace-guard-rights', 'node-rights', 'webhook-configuration-rights',
    ] },
  { id: 'T1552.004', title: 'Private Keys', note: 'outside the Containers platform', ours: ['threat/KCM-03', 'threat/ETC-01'] },
  { id: 'T1552.005', title: 'Cloud Instance Metadata API', note: 'outside the Containers platform', ours: ['threat/NOD-02', 'metadata-service-reachable'] },
  { id: 'T1556', title: 'Modify Authentication Process', note: 'outside the Containers platform', ours: ['threat/INP-03', 'aws-auth-rights'] },
  { id: 'T1557', title: 'Adversary-in-the-Middle', note: 'outside the Containers platform', ours: [
      'threat/API-09', 'threat/ETC-02', 'threat/KPX-03', 'threat/KPX-04', 'threat/NET-05', 'threat/NET-08', 'threat/DNS-01',
      'threat/DNS-04', 'threat/INP-05', 'apiserver-client-ca', 'apiserver-etcd-ca', 'apiserver-etcd-tls', 'apiserver-external-ips',
      'apiserver-kubelet-certificate-authority', 'apiserver-kubelet-client-certificate', 'apiserver-serving-certificate',
      'apiserver-tls-ciphers', 'apiserver-tls-version', 'controller-manager-root-ca', 'dns-configuration-rights', 'etcd-auto-tls',
      'etcd-client-cert-auth', 'etcd-own-ca', 'etcd-peer-auto-tls', 'etcd-peer-certificate', 'etcd-peer-client-cert-auth',
      'etcd-serving-certificate', 'kubelet-iptables-chains', 'kubelet-serving-certificate', 'kubelet-tls-ciphers',
      'traffic-hijack-rights',
    ] },
  { id: 'T1557.002', title: 'ARP Cache Poisoning', note: 'outside the Containers platform', ours: ['threat/NET-06'] },
  { id: 'T1562.004', title: 'Disable or Modify System Firewall', note: 'outside the Containers platform', ours: [
      'threat/KPX-04', 'kubelet-iptables-chains',
    ] },
  { id: 'T1562.007', title: 'Disable or Modify Cloud Firewall', note: 'outside the Containers platform', ours: ['threat/INP-05'] },
  { id: 'T1574', title: 'Hijack Execution Flow', note: 'outside the Containers platform', ours: ['threat/APP-15'] },
  { id: 'T1578', title: 'Modify Cloud Compute Infrastructure', note: 'outside the Containers platform', ours: [] },
  { id: 'T1578.002', title: 'Create Cloud Instance', note: 'outside the Containers platform', ours: ['threat/CCM-02'] },
  { id: 'T1649', title: 'Steal or Forge Authentication Certificates', note: 'outside the Containers platform', ours: [
      'threat/API-15', 'threat/KCM-03', 'threat/INA-02', 'csr-approval', 'system-masters-binding',
    ] },
  { id: 'T1651', title: 'Cloud Administration Command', note: 'outside the Containers platform', ours: ['threat/INA-06', 'threat/INP-04'] },
  { id: 'T1072', title: 'Software Deployment Tools', note: 'outside the Containers platform', ours: ['threat/SCA-08'] },
  { id: 'T1555.006', title: 'Cloud Secrets Management Stores', note: 'outside the Containers platform', ours: ['threat/SCA-08'] },
], { published: '2025-11-13' });
