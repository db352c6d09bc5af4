import { known, type Fact } from '../../model/fact.ts';
import { takenByServer } from '../audiences.ts';
import { app, podIn } from '../examples.ts';
import { accountState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

// The usual token is that of `apiToken`.
const no: Fact<boolean> = known(false);
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';

const technique: Technique = defineTechnique({
  id: 'technique/mounted-token',
  title: 'takes the token of the container',
  why: 'The API token of the service account lies in a file that every program of the container can read, and is good from anywhere that reaches the API server.',
  aliases: ['A3', 'IDENTITY_ASSUME', 'USES_ACCOUNT', 'uses_sa'],
  attack: ['T1528', 'T1078.001'],
  microsoft: ['MS-TA9016'],
  effort: 1,
  detects: 'Requests of the service account from another address or with another client than its program has.',
  removes: 'Set automountServiceAccountToken to false where the program does not ask the API server.',
  *steps(context) {
    const { containers, accounts } = context;
    for (const { container, inside, workload } of containers) {
      const { apiToken } = container;
      for (const { audience, serviceAccount: { namespace = '', name }, mountPath } of container.tokens) {
        const taken = audience === '' ? no : takenByServer(audience, context);
        if ((taken.known && !taken.value) || accounts.get(namespace)?.has(name) !== true) continue;
        yield { needs: [inside], gives: accountState(namespace, name), certain: taken.known, because: () => ({ text: `a token for ${audience} is mounted at ${mountPath}`, evidence: [container.at('volumeMounts')], gaps: taken.known ? [] : taken.gaps }) };
      }
      if (apiToken.known && apiToken.value === null) continue;
      const { namespace = '', name } = apiToken.known && apiToken.value ? apiToken.value : workload.serviceAccount;
      if (accounts.get(namespace)?.has(name) !== true) continue;
      yield {
        needs: [inside], gives: accountState(namespace, name), certain: apiToken.known,
        because: () => ({
          text: apiToken.known ? 'its token is mounted' : 'its token is mounted unless the service account says otherwise',
          evidence: [...(apiToken.known ? apiToken.evidence.slice(0, 1) : []), container.at('volumeMounts')].slice(0, 1),
          gaps: apiToken.known ? [] : apiToken.gaps,
        }),
      };
    }
  },
  examples: {
    present: [{ objects: account + podIn('shop', '', 'serviceAccountName: cart'), from: app, to: 'serviceaccount:shop/cart' }],
    absent: [
      { objects: account + podIn('shop', '', 'serviceAccountName: cart, automountServiceAccountToken: false'), from: app, to: 'serviceaccount:shop/cart' },
      { objects: account.replace('metadata', 'automountServiceAccountToken: false\nmetadata') + podIn('shop', '', 'serviceAccountName: cart'), from: app, to: 'serviceaccount:shop/cart' },
      { objects: account + podIn('shop', 'volumeMounts: [{name: t, mountPath: /t}, {name: e, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]', 'serviceAccountName: cart, volumes: [{name: e, emptyDir: {}}, {name: t, projected: {sources: [{serviceAccountToken: {audience: vault, path: token}}]}}]'), from: app, to: 'serviceaccount:shop/cart' },
    ],
    unknown: [{ objects: account + podIn('shop', 'volumeMounts: [{name: t, mountPath: /t}]', 'serviceAccountName: cart, automountServiceAccountToken: false, volumes: [{name: t, projected: {sources: [{serviceAccountToken: {audience: "https://kubernetes.default.svc", path: token}}]}}]'), from: app, to: 'serviceaccount:shop/cart' }],
  },
});

export default technique;
