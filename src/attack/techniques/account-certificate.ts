import { cart, everywhere, podIn } from '../examples.ts';
import { spreadToAll } from '../spread.ts';
import { anyIdentity, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const rule = (resources: string, verbs: string, more = ''): string => `{apiGroups: [certificates.k8s.io], resources: [${resources}], verbs: [${verbs}]${more}}`;
const rules = [rule('certificatesigningrequests', 'create, get'), rule('certificatesigningrequests/approval', 'update'), rule('signers', 'approve')];

const technique: Technique = defineTechnique({
  id: 'technique/account-certificate',
  title: 'has a client certificate signed for a service account',
  why: 'The API server takes the common name of a certificate for the user name, that of a service account as well. Deleting the tokens of the account does not end it.',
  aliases: ['B25', 'KUBE-PRIVESC-011'],
  attack: ['T1649', 'T1098'],
  microsoft: [],
  effort: 1,
  detects: 'A CertificateSigningRequest whose common name begins with system:serviceaccount.',
  removes: 'Take the right to approve, or the signer of API clients, away.',
  *steps(context) {
    yield { needs: [anyIdentity], gives: hub('account-certificates', null), because: () => ({ text: 'the common name may be that of a service account', evidence: [] }) };
    yield* spreadToAll('account-certificates', context, 'accounts');
  },
  examples: {
    present: [{ objects: everywhere(...rules) + podIn('blog', '', 'serviceAccountName: writer'), from: cart, to: 'serviceaccount:blog/writer' }],
    absent: [{ objects: everywhere(...rules.slice(0, 2)) + podIn('blog', '', 'serviceAccountName: writer'), from: cart, to: 'serviceaccount:blog/writer' }],
    unknown: [],
  },
});

export default technique;
