import type { Container } from '../../cluster/workload.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refLabel } from '../../model/object.ts';
import { cloudAccounts, type CloudAccount } from '../cloud-identities.ts';
import { app, cart, inShop, namespace, podIn, rule } from '../examples.ts';
import { accountState, anyCloud, hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const account = (more: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: boss, namespace: shop${more}}\n---\n`;
const role = 'arn:aws:iam::111122223333:role/boss';
const aws = account(`, annotations: {eks.amazonaws.com/role-arn: "${role}"}`);
const azure = account(', annotations: {azure.workload.identity/client-id: "11-22"}');
const google = account(', annotations: {iam.gke.io/gcp-service-account: boss@shop.iam.gserviceaccount.com}');
const asBoss = (more = ''): string => podIn('shop', '', `serviceAccountName: boss, automountServiceAccountToken: false${more}`);
const used = (pod: string): string => pod.replace('namespace: shop}', 'namespace: shop, labels: {azure.workload.identity/use: "true"}}');

const audienceGap: Gap = gap('cloud', 'gap/token-audience', 'Does the cloud identity take tokens that are made out for the API server? Its trust names the audiences; by default that of the cloud alone.');

const technique: Technique = defineTechnique({
  id: 'technique/workload-identity',
  title: 'logs in to the cloud as the service account',
  why: 'The provider takes a token of the service account for a login of the cloud identity that its annotation names. Pods of the account are given such a token, and whoever may have one made asks for it; one for the API server is made out for somebody else.',
  aliases: ['I2', 'providerIAM'],
  attack: ['T1078.004'],
  microsoft: ['MS-TA9020'],
  effort: 1,
  detects: 'Logins of the cloud identity from outside the cluster.',
  removes: 'Take the annotation away, or give the cloud identity fewer rights.',
  *steps(context) {
    const all = cloudAccounts(context);
    if (all.length === 0) return;
    for (const { namespace: where, name, mark, state, evidence, gaps: open } of all) {
      const because = (how: string, gaps: readonly Gap[] = []) => () => ({ text: `${how}its annotation ${mark}`, evidence: [evidence], gaps });
      yield { needs: [state], gives: anyCloud, free: true };
      yield { needs: [accountState(where, name)], gives: state, certain: false, because: because('', [audienceGap, ...open]) };
      const made = because(`a token of ServiceAccount ${name} for the cloud; `, open);
      for (const from of [hub('pods', where), hub('mint-tokens', where), hub('mint-token', `${where}/${name}`)]) yield { needs: [from], gives: state, certain: open.length === 0, because: made };
    }
    const byName = Map.groupBy(all, ({ namespace: where, name }) => `${where}/${name}`);
    for (const { container, workload, inside } of context.containers) {
      for (const each of byName.get(`${workload.namespace}/${workload.serviceAccount.name}`) ?? []) {
        if (isGiven(each, container)) yield { needs: [inside], gives: each.state, certain: each.gaps.length === 0, because: () => ({ text: `pods of ${refLabel(workload.serviceAccount)} are given a login of the cloud: its annotation ${each.mark}`, evidence: [each.evidence], gaps: each.gaps }) };
      }
    }
  },
  examples: {
    present: [
      { objects: aws + asBoss(), from: app, to: `cloud:${role}` },
      { objects: google + asBoss(), from: app, to: 'cloud:boss@shop.iam.gserviceaccount.com' },
      { objects: azure + used(asBoss()), from: app, to: 'cloud:11-22' },
      { objects: aws + namespace('shop') + inShop(rule('pods', 'create')), from: cart, to: `cloud:${role}` },
      { objects: aws + inShop(rule('serviceaccounts/token', 'create')), from: cart, to: `cloud:${role}` },
      { objects: aws + inShop(rule('serviceaccounts/token', 'create', 'resourceNames: [boss]')), from: cart, to: `cloud:${role}` },
    ],
    absent: [
      { objects: account(''), from: 'serviceaccount:shop/boss', to: `cloud:${role}` },
      { objects: azure + asBoss(), from: app, to: 'cloud:11-22' },
      { objects: google + asBoss(', hostNetwork: true'), from: app, to: 'cloud:boss@shop.iam.gserviceaccount.com' },
      { objects: aws + inShop(rule('serviceaccounts/token', 'create', 'resourceNames: [other]')), from: cart, to: `cloud:${role}` },
    ],
    unknown: [
      { objects: aws, from: 'serviceaccount:shop/boss', to: `cloud:${role}` },
      // A blank that somebody fills in later.
      { objects: google.replace('boss@shop.iam.gserviceaccount.com', 'GSA_ID') + asBoss(), from: app, to: 'cloud:GSA_ID' },
    ],
  },
});

export default technique;

/** Azure gives a login to pods with a label alone; on Google's clouds it comes from the metadata service, which pods on the host network do not get. */
function isGiven({ mark }: CloudAccount, { workload, list }: Container): boolean {
  if (mark.startsWith('iam.gke.io/')) return !workload.hostNetwork;
  // The others change pods as they are created: a debug container comes later.
  return list !== 'ephemeral' && (!mark.startsWith('azure.') || workload.labels['azure.workload.identity/use'] === 'true');
}
