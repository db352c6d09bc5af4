import { fields, text } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Actor } from '../access/subjects.ts';
import { groupsOf, serviceAccountUser } from '../access/subjects.ts';

// Who creates the pods of each kind; a CronJob's and a Rollout's are made by the Job and ReplicaSet between.
const controllers: Readonly<Record<string, string>> = {
  Deployment: 'replicaset-controller', ReplicaSet: 'replicaset-controller', Rollout: 'replicaset-controller', StatefulSet: 'statefulset-controller', DaemonSet: 'daemon-set-controller',
  Job: 'job-controller', CronJob: 'job-controller', ReplicationController: 'replication-controller',
};

/** Who sends the pods that an object of that kind makes; undefined for pods themselves and for kinds of others. */
export function makerOf(kind: string): Actor | undefined {
  const controller = controllers[kind];
  if (controller === undefined) return undefined;
  const user = serviceAccountUser('kube-system', controller);
  return { user, groups: groupsOf(user) };
}

/** A pod that an object is or makes, and who sends it to the API server; a bare pod is sent by whoever asks. */
export interface MadePod {
  readonly pod: KubernetesObject;
  readonly actor?: Actor;
}

/** The pod of an object that is one or carries a template; undefined for others, and for a template that nothing makes pods of. */
export function podMade(object: KubernetesObject): MadePod | undefined {
  const template = podTemplateOf(object);
  if (!template) return undefined;
  if (object.kind === 'Pod') return { pod: object };
  const actor = makerOf(object.kind);
  if (actor === undefined) return undefined;
  const { labels, annotations } = template.meta;
  // The ending of the name is chance, which no policy can rely on.
  const name = `${object.metadata.name}-${object.kind === 'StatefulSet' ? '0' : 'xxxxx'}`;
  const metadata = { name, ...(fields(labels) && { labels }), ...(fields(annotations) && { annotations }), ...(text(object.metadata.namespace) !== undefined && { namespace: object.metadata.namespace }) };
  return { pod: { apiVersion: 'v1', kind: 'Pod', metadata: metadata as KubernetesObject['metadata'], spec: template.spec }, actor };
}
