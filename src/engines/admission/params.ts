import { fields, text, textMap } from '../../cluster/read.ts';
import { matchesSelector, readSelector } from '../../lang/selector.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { apiGroupOf } from '../../model/object.ts';
import type { AdmissionObjects } from './objects.ts';
import { pruned } from './pruned.ts';

/** The parameters of a binding: each is tried by itself; null stands for a policy without any. */
export type Params = { readonly values: readonly unknown[] } | { readonly missing: string } | { readonly gap: Gap };

// Of other kinds the scope is told by the objects that were given.
const clusterKinds = new Set(['Namespace', 'Node', 'PersistentVolume']);

const authorityOfCluster = 'kube-root-ca.crt';

/** What `paramKind` and `paramRef` select for a request in that namespace. */
export function paramsOf(paramKind: unknown, paramRef: unknown, namespace: string, objects: AdmissionObjects): Params {
  const kind = fields(paramKind);
  const ref = fields(paramRef);
  if (!kind || !ref) return { values: [null] };
  const [group, name] = [apiGroupOf(text(kind['apiVersion']) ?? ''), text(kind['kind']) ?? ''];
  const all = objects.all(group, name);
  const namespaced = all.length > 0 ? all.some((object) => object.metadata.namespace !== undefined) : !clusterKinds.has(name);
  const where = namespaced ? (text(ref['namespace']) ?? namespace) : '';
  const named = text(ref['name']) ?? '';
  const selects = (object: string, labels: Readonly<Record<string, string>>): boolean => (named === '' ? matchesSelector(readSelector(ref['selector'] ?? {}), labels) : object === named);
  const here = objects.inNamespace(group, name, where);
  const found = here.filter((object) => selects(object.metadata.name, textMap(object.metadata.labels)));
  // Every namespace holds this one, whose content only the cluster knows.
  const authority = group === '' && name === 'ConfigMap' && selects(authorityOfCluster, {}) && !here.some((object) => object.metadata.name === authorityOfCluster);
  if (found.length > 0 && !authority) return { values: group === '' ? found.map((object) => pruned(object)) : found };
  // A kind that nobody gave is one that was not read: whether there are parameters is open.
  if (all.length === 0 || authority) return { gap: gap('api', `gap/params/${name.toLowerCase()}/${where}/${named}`, `Which ${name} objects are there for policies to read? kubectl get ${name.toLowerCase()}${namespaced ? ` -n ${where}` : ''} -o yaml`) };
  return ref['parameterNotFoundAction'] === 'Allow' ? { values: [] } : { missing: 'no params found for policy binding with `Deny` parameterNotFoundAction' };
}
