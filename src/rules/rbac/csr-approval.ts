import { boundTo } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { certificateApproval, clientSigners } from '../grant-powers.ts';
import type { Found } from '../grant-found.ts';
import type { Rights } from '../../engines/rights.ts';

const certificates = 'certificates.k8s.io';
const app = '{kind: ServiceAccount, name: app, namespace: shop}';
const approval = { verbs: ['update'], apiGroups: [certificates], resources: ['certificatesigningrequests/approval'] };

/** The names of the signers of client certificates that the subjects may approve for. */
function signersOf({ holders, rights: found }: Found, rights: Rights): readonly string[] {
  if (found.every(({ subresource }) => subresource === 'nodeclient')) return [clientSigners.node];
  const may = (name: string): boolean => holders.some((holder) => rights.held(holder, { verb: 'approve', group: certificates, resource: 'signers', name }, 'cluster') !== undefined);
  if (may(clientSigners.domain)) return [clientSigners.any, clientSigners.node];
  return [clientSigners.any, clientSigners.node].filter(may);
}

/** The signers by the rules that name them. */
function signerLabel({ match, besides }: Found): string {
  const rules = [match, ...besides.map((other) => other.match)].map((each) => each.rule).filter(({ resources = [] }) => resources.includes('signers') || resources.includes('*'));
  const names = rules.flatMap(({ resourceNames = [] }) => resourceNames);
  return names.length === 0 ? 'any signer' : `signer ${names.slice(0, 3).join(', ')}`;
}

const rule: Rule<'grant'> = grantRule({
  id: 'csr-approval',
  title: 'Binding lets its subjects have client certificates issued',
  why: 'Whoever approves a request for kubernetes.io/kube-apiserver-client makes a certificate for any user name and any group but system:masters, valid until it expires and revoked by nobody. It takes update on certificatesigningrequests/approval and approve on signers of that name, or of kubernetes.io/*. With nodeclient, requests for node certificates are approved by themselves.',
  fix: 'Limit approve on signers with resourceNames to the signer that is needed, and leave client certificates to an administrator.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  ...certificateApproval,
  // A node's certificate reaches the Secrets of the pods on that node, not the whole cluster.
  raise: (found, { rights }) => (signersOf(found, rights).includes(clientSigners.any) ? {} : { gain: 'secrets' }),
  message: (found) => (found.rights.every(({ subresource }) => subresource === 'nodeclient') ? 'gets node certificates without anybody approving them' : `approves client certificates of ${signerLabel(found)}`),
  expected: 'no approval, or another signer',
  bad: [
    { verbs: ['update', 'approve'], apiGroups: [certificates], resources: ['certificatesigningrequests/approval', 'signers'] },
    boundTo(app, approval, { verbs: ['approve'], apiGroups: [certificates], resources: ['signers'], resourceNames: ['kubernetes.io/*'] }),
    { verbs: ['create'], apiGroups: [certificates], resources: ['certificatesigningrequests', 'certificatesigningrequests/nodeclient'] },
  ],
  good: [
    approval,
    boundTo(app, approval, { verbs: ['approve'], apiGroups: [certificates], resources: ['signers'], resourceNames: ['example.com/internal'] }),
    { verbs: ['approve'], apiGroups: [certificates], resources: ['signers'] },
    boundTo('{kind: Group, name: system:bootstrappers:kubeadm:default-node-token}', { verbs: ['create'], apiGroups: [certificates], resources: ['certificatesigningrequests', 'certificatesigningrequests/nodeclient'] }),
  ],
});

export default rule;
