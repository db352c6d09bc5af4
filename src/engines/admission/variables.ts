import { fields, texts } from '../../cluster/read.ts';
import { AuthorizerValue, type AskAuthorizer } from '../../lang/cel/index.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Authorizer } from '../access/index.ts';
import { groupsOf, serviceAccountUser } from '../access/subjects.ts';
import { pruned } from './pruned.ts';
import type { PodCreation } from './request.ts';

const podKind = { group: '', version: 'v1', kind: 'Pod' };
const podResource = { group: '', version: 'v1', resource: 'pods' };

/** The variables of an expression about the creation of a pod. What is empty is left out, as the API server does. */
export function celVariables(creation: PodCreation, object: unknown, authorizer: Authorizer): Readonly<Record<string, unknown>> {
  const { pod, namespace, actor, dryRun = false } = creation;
  const { user, groups = [], uid = '', extra = {} } = actor;
  return {
    object,
    oldObject: null,
    request: {
      uid: '', kind: podKind, resource: podResource, requestKind: podKind, requestResource: podResource, operation: 'CREATE', namespace, dryRun,
      ...(pod.metadata.name !== '' && { name: pod.metadata.name }),
      userInfo: { username: user, ...(groups.length > 0 && { groups }), ...(uid !== '' && { uid }), ...(Object.keys(extra).length > 0 && { extra }) },
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    },
    authorizer: new AuthorizerValue(asks(authorizer, actor), { group: '', resource: 'pods', namespace, name: pod.metadata.name }),
  };
}

/** Open gaps leave a denial undecided. */
function asks(authorizer: Authorizer, actor: PodCreation['actor']): AskAuthorizer {
  return ({ serviceAccount, path, ...attributes }, verb) => {
    const account = serviceAccount && serviceAccountUser(serviceAccount.namespace, serviceAccount.name);
    const who = account === undefined ? actor : { user: account, groups: groupsOf(account) };
    const answer = authorizer.authorize({ ...who, ...(path === undefined ? { resourceAttributes: { verb, ...attributes } } : { nonResourceAttributes: { path, verb } }) });
    return !answer.allowed && answer.gaps.length > 0 ? undefined : answer;
  };
}

/** The namespace as expressions see it: no owners and no managed fields. */
export function namespaceObject(namespace: KubernetesObject | undefined): unknown {
  if (!namespace) return null;
  const kept = ['name', 'generateName', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'labels', 'annotations', 'finalizers'];
  const metadata = Object.fromEntries(Object.entries(fields(namespace.metadata) ?? {}).filter(([key]) => kept.includes(key)));
  const named = { ...fields(metadata['labels']), 'kubernetes.io/metadata.name': namespace.metadata.name };
  return pruned({ metadata: { ...metadata, labels: named }, spec: fields(namespace['spec']) ?? {}, status: fields(namespace['status']) ?? {} });
}

/** What a binding does with a failed validation. */
export function actionsOf(binding: KubernetesObject): readonly string[] {
  return texts(fields(binding['spec'])?.['validationActions']);
}
