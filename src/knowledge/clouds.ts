// Clouds whose machines are answered by a metadata service, by the beginning of a Node's spec.providerID.

export interface KnownCloud {
  readonly name: string;
  readonly providerID: RegExp;
  /** The managed offers and marks of `providers.ts` that stand on it. */
  readonly providers: readonly string[];
  /** Where the metadata service listens; IPv4 first. */
  readonly metadata: readonly string[];
}

const usual: readonly string[] = ['169.254.169.254'];

export const knownClouds: readonly KnownCloud[] = [
  { name: 'AWS', providerID: /^aws:/, providers: ['EKS'], metadata: [...usual, 'fd00:ec2::254'] },
  { name: 'Google Cloud', providerID: /^gce:/, providers: ['GKE'], metadata: usual },
  { name: 'Azure', providerID: /^azure:/, providers: ['AKS'], metadata: usual },
  { name: 'OpenStack', providerID: /^openstack:/, providers: [], metadata: usual },
  { name: 'DigitalOcean', providerID: /^digitalocean:/, providers: ['DOKS'], metadata: usual },
  { name: 'IBM Cloud', providerID: /^ibm:/, providers: ['IKS'], metadata: usual },
  { name: 'Oracle Cloud', providerID: /^oci:|^ocid1\./, providers: ['OKE'], metadata: usual },
  { name: 'Akamai', providerID: /^linode:/, providers: ['LKE'], metadata: usual },
  { name: 'Hetzner', providerID: /^hcloud:/, providers: [], metadata: usual },
  { name: 'Tencent Cloud', providerID: /^qcloud:/, providers: [], metadata: ['169.254.0.23'] },
  { name: 'Scaleway', providerID: /^scaleway:/, providers: [], metadata: ['169.254.42.42'] },
];

/** Beginnings of a providerID by which a node says that it is in no cloud. */
export const withoutCloud: RegExp = /^(kind|k3s|k3d|minikube|vsphere|metal3|baremetalhost|kubevirt|proxmox|libvirt|docker|talos|moid):/;

/** On every node where GKE answers in place of the metadata service, with the identity of the pod. */
export const standInLabel = 'iam.gke.io/gke-metadata-server-enabled';
