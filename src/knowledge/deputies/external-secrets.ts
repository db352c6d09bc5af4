import { clusterKinds, kindsOf, type CustomKind, type Deputy, type Program } from './define.ts';

const group = 'external-secrets.io';

export const externalSecretsOperator: Program = {
  name: 'External Secrets Operator', image: /(^|\/)external-secrets$/, accounts: ['external-secrets'],
  ownNamespaceBy: [{ flag: '--namespace', value: /./, names: true }],
};

const [externalSecret, pushSecret, secretStore] = kindsOf(group, ['ExternalSecret', 'externalsecrets'], ['PushSecret', 'pushsecrets'], ['SecretStore', 'secretstores']);
const [clusterStore] = clusterKinds(group, ['ClusterSecretStore', 'clustersecretstores']);

export interface StoreKinds {
  /** Copies what a store holds into a Secret beside it. */
  readonly externalSecret: CustomKind;
  /** Copies a Secret beside it into a store. */
  readonly pushSecret: CustomKind;
  /** Names a store and the account with which it is read: one of its own namespace. */
  readonly secretStore: CustomKind;
  /** The same for all namespaces, with an account of any. `conditions` keep it to some. */
  readonly clusterStore: CustomKind;
}

const missing: CustomKind = { group, kind: '', resource: '' };

export const stores: StoreKinds = { externalSecret: externalSecret ?? missing, pushSecret: pushSecret ?? missing, secretStore: secretStore ?? missing, clusterStore: clusterStore ?? missing };

/**
 * A store of the kind `kubernetes` is another namespace of a cluster, read with the token of a service account; its writer also names
 * the address to which that token is sent. Stores outside the cluster are no ends of paths. The technique reads all of it.
 */
export const externalSecrets: Deputy = { row: 'J4', name: 'External Secrets Operator', programs: [externalSecretsOperator], rows: [] };
