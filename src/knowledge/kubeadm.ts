// The flags that kubeadm writes into the static pods of a control plane, where its configuration says nothing else.
// Source: phases/controlplane and util/etcd of k8s.io/kubernetes cmd/kubeadm, 1.29 to 1.37; addresses and ranges, which
// differ from cluster to cluster, are left out.

export type KubeadmComponent = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'etcd';

const pki = '/etc/kubernetes/pki';

export const kubeadmFlags: Readonly<Record<KubeadmComponent, Readonly<Record<string, string>>>> = {
  'kube-apiserver': {
    '--allow-privileged': 'true',
    '--authorization-mode': 'Node,RBAC',
    '--client-ca-file': `${pki}/ca.crt`,
    '--enable-admission-plugins': 'NodeRestriction',
    '--enable-bootstrap-token-auth': 'true',
    '--etcd-cafile': `${pki}/etcd/ca.crt`,
    '--etcd-certfile': `${pki}/apiserver-etcd-client.crt`,
    '--etcd-keyfile': `${pki}/apiserver-etcd-client.key`,
    '--etcd-servers': 'https://127.0.0.1:2379',
    '--kubelet-client-certificate': `${pki}/apiserver-kubelet-client.crt`,
    '--kubelet-client-key': `${pki}/apiserver-kubelet-client.key`,
    '--proxy-client-cert-file': `${pki}/front-proxy-client.crt`,
    '--proxy-client-key-file': `${pki}/front-proxy-client.key`,
    '--requestheader-allowed-names': 'front-proxy-client',
    '--requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    '--secure-port': '6443',
    '--service-account-key-file': `${pki}/sa.pub`,
    '--service-account-signing-key-file': `${pki}/sa.key`,
    '--tls-cert-file': `${pki}/apiserver.crt`,
    '--tls-private-key-file': `${pki}/apiserver.key`,
  },
  'kube-controller-manager': {
    '--authentication-kubeconfig': '/etc/kubernetes/controller-manager.conf',
    '--authorization-kubeconfig': '/etc/kubernetes/controller-manager.conf',
    '--bind-address': '127.0.0.1',
    '--client-ca-file': `${pki}/ca.crt`,
    '--cluster-signing-cert-file': `${pki}/ca.crt`,
    '--cluster-signing-key-file': `${pki}/ca.key`,
    '--controllers': '*,bootstrapsigner,tokencleaner',
    '--kubeconfig': '/etc/kubernetes/controller-manager.conf',
    '--leader-elect': 'true',
    '--requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    '--root-ca-file': `${pki}/ca.crt`,
    '--service-account-private-key-file': `${pki}/sa.key`,
    '--use-service-account-credentials': 'true',
  },
  'kube-scheduler': {
    '--authentication-kubeconfig': '/etc/kubernetes/scheduler.conf',
    '--authorization-kubeconfig': '/etc/kubernetes/scheduler.conf',
    '--bind-address': '127.0.0.1',
    '--kubeconfig': '/etc/kubernetes/scheduler.conf',
    '--leader-elect': 'true',
  },
  etcd: {
    '--cert-file': `${pki}/etcd/server.crt`,
    '--client-cert-auth': 'true',
    '--data-dir': '/var/lib/etcd',
    '--key-file': `${pki}/etcd/server.key`,
    '--listen-metrics-urls': 'http://127.0.0.1:2381',
    '--peer-cert-file': `${pki}/etcd/peer.crt`,
    '--peer-client-cert-auth': 'true',
    '--peer-key-file': `${pki}/etcd/peer.key`,
    '--peer-trusted-ca-file': `${pki}/etcd/ca.crt`,
    '--trusted-ca-file': `${pki}/etcd/ca.crt`,
  },
};
