import { entries, fields, text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { evidence } from '../../model/evidence.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { app, cart, inShop, namespace, podIn, rule } from '../examples.ts';
import { accountState, anyCloud, hub, secretState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const group = 'secrets-store.csi.x-k8s.io';
const driver = 'secrets-store.csi.k8s.io';
const store = (more: string): string => `apiVersion: ${group}/v1\nkind: SecretProviderClass\nmetadata: {name: bank, namespace: shop}\nspec: {provider: azure${more}}\n---\n`;
const synced = ', secretObjects: [{secretName: keys, type: Opaque}]';
const mounting = podIn('shop', 'volumeMounts: [{name: v, mountPath: /v}]', `serviceAccountName: cart, volumes: [{name: v, csi: {driver: ${driver}, volumeAttributes: {secretProviderClass: bank}}}]`);

const technique: Technique = defineTechnique({
  id: 'technique/provider-secret',
  title: 'reads secrets of an external store',
  why: 'A SecretProviderClass names entries of an external store, which its driver mounts into every pod of the namespace that asks for it, with the login of the pod’s service account. Whoever is in such a container, or may create one, reads them.',
  aliases: ['F8'],
  attack: ['T1555.006'],
  microsoft: ['MS-TA9025'],
  effort: 1,
  detects: 'Reads of the entries by pods that do not need them, in the log of the store.',
  removes: 'Let the store trust one service account for each entry, and mount the volume only in the container that needs it.',
  *steps({ cluster, containers, accounts }) {
    const classes = new Map(cluster.given('SecretProviderClass', group).map((object) => [`${cluster.ref(object).namespace ?? ''}/${object.metadata.name}`, object]));
    if (classes.size === 0) return;
    for (const [key, object] of classes) {
      const where = key.slice(0, key.indexOf('/'));
      // A pod of the attacker’s own mounts it as well; the store decides by its service account.
      for (const { secret, at } of secretsOf(object)) yield { needs: [hub('pods', where)], gives: secretState(where, secret), free: true, because: () => ({ text: `SecretProviderClass ${object.metadata.name} may be mounted by every pod of ${where}`, evidence: [evidence(cluster.ref(object), at, secret)] }) };
    }
    for (const { container, workload, inside } of containers) {
      for (const { name, at } of classesOf(container)) {
        const object = classes.get(`${workload.namespace}/${name}`);
        if (!object) continue;
        for (const { secret } of secretsOf(object)) yield { needs: [inside], gives: secretState(workload.namespace, secret), because: () => ({ text: `it mounts SecretProviderClass ${name}, which holds the same as Secret ${secret}`, evidence: [workload.at('volumes', at, 'csi')] }) };
        const id = text(fields(fields(object['spec'])?.['parameters'])?.['clientID']);
        const account = workload.serviceAccount.name;
        if (id === undefined || id === '' || accounts.get(workload.namespace)?.has(account) !== true) continue;
        yield { needs: [`cloud:${id}`], gives: anyCloud, free: true };
        yield { needs: [accountState(workload.namespace, account)], gives: `cloud:${id}`, because: () => ({ text: `SecretProviderClass ${name} logs in with it as ${id}`, evidence: [evidence(cluster.ref(object), ['spec', 'parameters', 'clientID'], id)] }) };
      }
    }
  },
  examples: {
    present: [
      { objects: store(synced) + mounting, from: app, to: 'secret:shop/keys' },
      { objects: store(synced) + inShop(rule('pods', 'create')) + namespace('shop'), from: cart, to: 'secret:shop/keys' },
      { objects: store(', parameters: {clientID: 11-22}') + mounting, from: cart, to: 'cloud:11-22' },
    ],
    absent: [
      { objects: store(synced) + mounting.replace('volumeMounts: [{name: v', 'volumeMounts: [{name: w'), from: app, to: 'secret:shop/keys' },
      { objects: store(synced).replace('namespace: shop', 'namespace: blog') + mounting, from: app, to: 'secret:shop/keys' },
      { objects: store(synced) + mounting.replace(driver, 'other.example'), from: app, to: 'secret:shop/keys' },
      { objects: store(', parameters: {clientID: 11-22}') + mounting.replace('serviceAccountName: cart', 'serviceAccountName: other') + inShop(rule('pods', 'get')), from: cart, to: 'cloud:11-22' },
    ],
    unknown: [],
  },
});

export default technique;

/** The Secrets into which the driver copies what it mounts. */
function secretsOf(object: KubernetesObject): readonly { readonly secret: string; readonly at: readonly (string | number)[] }[] {
  return entries(fields(object['spec'])?.['secretObjects']).flatMap(({ index, value }) => {
    const secret = text(value['secretName']);
    return secret === undefined || secret === '' ? [] : [{ secret, at: ['spec', 'secretObjects', index, 'secretName'] }];
  });
}

/** The classes that the container mounts. */
function classesOf({ spec, workload }: Container): readonly { readonly name: string; readonly at: number }[] {
  const volumes = entries(workload.spec['volumes']).filter(({ value }) => fields(value['csi'])?.['driver'] === driver);
  if (volumes.length === 0) return [];
  const mounted = new Set(entries(spec['volumeMounts']).map(({ value }) => text(value['name'])));
  return volumes.flatMap(({ index, value }) => {
    const name = text(fields(fields(value['csi'])?.['volumeAttributes'])?.['secretProviderClass']);
    return name !== undefined && mounted.has(text(value['name'])) ? [{ name, at: index }] : [];
  });
}
