import { writingProvider } from '../../engines/encryption.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { allSecrets, etcd } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const encryptionGap: Gap = gap('flags', 'gap/encryption-at-rest', 'Does the API server encrypt Secrets in etcd? --encryption-provider-config of kube-apiserver, and the providers of that file.');
const order = 'apiVersion: v1\nkind: Node\nmetadata: {name: cp, labels: {node-role.kubernetes.io/control-plane: ""}}\n---\n';
const server = (flags: string): string =>
  `${order}apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver, tier: control-plane}, annotations: {kubernetes.io/config.mirror: a}}\nspec: {nodeName: cp, hostNetwork: true, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver${flags}]}]}\n---\n`;

const flag = ', --encryption-provider-config=/etc/kubernetes/encryption.yaml';
const file = (provider: string): string => `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [{resources: [secrets], providers: [{${provider}}]}]\n`;

const technique: Technique = defineTechnique({
  id: 'technique/etcd-secrets',
  title: 'reads every Secret out of etcd',
  why: 'What the API server does not encrypt before it stores it stands in etcd as it is: in the live store, on the disk, and in each backup.',
  aliases: ['F7'],
  attack: ['T1552.001'],
  microsoft: ['MS-TA9025'],
  effort: 1,
  detects: 'Reads of etcd and of its backups by others than the API server and the backup.',
  removes: 'Have the API server encrypt Secrets with a KMS, and write all of them again.',
  *steps(context) {
    const servers = encrypted(context);
    if (servers === 'yes') return;
    const certain = servers === 'no';
    yield { needs: [etcd], gives: allSecrets, certain, because: () => ({ text: certain ? 'the API server stores Secrets in clear' : 'the API server may store Secrets in clear', evidence: certain ? context.components.of('kube-apiserver').slice(0, 1).map((each) => each.at('--encryption-provider-config')) : [], gaps: certain ? [] : [encryptionGap] }) };
  },
  examples: {
    present: [{ objects: server(''), from: etcd, to: allSecrets }, { objects: server(flag) + file('identity: {}'), from: etcd, to: allSecrets }],
    absent: [{ objects: server(flag) + file('kms: {apiVersion: v2, name: k, endpoint: "unix:///k.sock"}'), from: etcd, to: allSecrets }],
    unknown: [{ objects: order, from: etcd, to: allSecrets }, { objects: server(flag), from: etcd, to: allSecrets }],
  },
});

export default technique;

/** One server that stores in clear is enough. The flag names a file, of which the first provider writes. */
function encrypted({ components, cluster }: AttackContext): 'yes' | 'no' | 'unknown' {
  const servers = components.of('kube-apiserver').filter(({ found }) => found).map((each) => each.setting('--encryption-provider-config'));
  if (servers.some((fact) => fact.known && fact.value.value === null)) return 'no';
  if (servers.length === 0 || !servers.every((fact) => fact.known)) return 'unknown';
  const files = cluster.given('EncryptionConfiguration', 'apiserver.config.k8s.io');
  const [file] = files;
  // Files carry no path on the node: of several nobody can say which one is in force.
  if (!file || files.length > 1) return 'unknown';
  return writingProvider(file, 'secrets').name === 'identity' ? 'no' : 'yes';
}
