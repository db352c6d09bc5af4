import { apiGroupOf, valueAt, type KubernetesObject, type Path } from '../model/object.ts';
import { fields, type Fields } from './read.ts';

/** Where each kind keeps its pod spec and the metadata of its pods. The one list of kinds that carry pods. */
const templates: Readonly<Record<string, { group: string; spec: Path; meta: Path }>> = {
  Pod: { group: '', spec: ['spec'], meta: ['metadata'] },
  PodTemplate: { group: '', spec: ['template', 'spec'], meta: ['template', 'metadata'] },
  ReplicationController: { group: '', spec: ['spec', 'template', 'spec'], meta: ['spec', 'template', 'metadata'] },
  Deployment: { group: 'apps', spec: ['spec', 'template', 'spec'], meta: ['spec', 'template', 'metadata'] },
  StatefulSet: { group: 'apps', spec: ['spec', 'template', 'spec'], meta: ['spec', 'template', 'metadata'] },
  DaemonSet: { group: 'apps', spec: ['spec', 'template', 'spec'], meta: ['spec', 'template', 'metadata'] },
  ReplicaSet: { group: 'apps', spec: ['spec', 'template', 'spec'], meta: ['spec', 'template', 'metadata'] },
  Job: { group: 'batch', spec: ['spec', 'template', 'spec'], meta: ['spec', 'template', 'metadata'] },
  CronJob: {
    group: 'batch',
    spec: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
    meta: ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
  },
  Rollout: { group: 'argoproj.io', spec: ['spec', 'template', 'spec'], meta: ['spec', 'template', 'metadata'] },
};

export interface PodTemplate {
  readonly specPath: Path;
  readonly spec: Fields;
  readonly meta: Fields;
}

/** The pod template that an object carries, undefined for kinds that carry none and objects without a spec. */
export function podTemplateOf(object: KubernetesObject): PodTemplate | undefined {
  const row = templates[object.kind];
  if (!row) return undefined;
  const group = apiGroupOf(object.apiVersion);
  if (group !== row.group && group !== 'extensions') return undefined;
  const spec = fields(valueAt(object, row.spec));
  if (!spec) return undefined;
  return { specPath: row.spec, spec, meta: fields(valueAt(object, row.meta)) ?? {} };
}

/** Pods asked for by an object that carries a template; 1 where the number follows from the nodes. */
export function replicasOf(object: KubernetesObject): number {
  const replicas = valueAt(object, ['spec', 'replicas']);
  if (typeof replicas === 'number') return replicas;
  const parallelism = valueAt(object, ['spec', 'parallelism']);
  return typeof parallelism === 'number' ? parallelism : 1;
}
