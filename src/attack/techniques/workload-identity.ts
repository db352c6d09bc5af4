import { evidence } from '../../model/evidence.ts';
import { accountState, anyCloud } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

/** Annotations by which a provider gives a service account an identity of its own. */
const marks: readonly string[] = ['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account', 'azure.workload.identity/client-id'];
const account = (more: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop${more}}\n`;
const role = 'arn:aws:iam::111122223333:role/cart';

const technique: Technique = defineTechnique({
  id: 'technique/workload-identity',
  title: 'logs in to the cloud as the service account',
  why: 'The provider takes a token of the service account for a login of the cloud identity that its annotation names, where the identity trusts it.',
  aliases: ['I2', 'providerIAM'],
  attack: ['T1078.004'],
  microsoft: ['MS-TA9020'],
  effort: 1,
  detects: 'Logins of the cloud identity from outside the cluster.',
  removes: 'Take the annotation away, or give the cloud identity fewer rights.',
  *steps({ cluster }) {
    for (const object of cluster.given('ServiceAccount')) {
      for (const mark of marks) {
        const id = object.metadata.annotations?.[mark];
        if (id === undefined) continue;
        const ref = cluster.ref(object);
        yield { needs: [`cloud:${id}`], gives: anyCloud, free: true };
        yield { needs: [accountState(ref.namespace ?? '', ref.name)], gives: `cloud:${id}`, because: () => ({ text: `its annotation ${mark}`, evidence: [evidence(ref, ['metadata', 'annotations', mark], id)] }) };
      }
    }
  },
  examples: {
    present: [{ objects: account(`, annotations: {eks.amazonaws.com/role-arn: "${role}"}`), from: 'serviceaccount:shop/cart', to: `cloud:${role}` }],
    absent: [{ objects: account(''), from: 'serviceaccount:shop/cart', to: `cloud:${role}` }],
    unknown: [],
  },
});

export default technique;
