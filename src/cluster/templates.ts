import { apiGroupOf, valueAt, type KubernetesObject, type Path } from '../model/object.ts';
import { customTemplatesOf, isCustom, type PodTemplate } from './custom-templates.ts';
import { fields } from './read.ts';

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
  // The middle of Knative's chain from its Service to a Deployment: a pod spec without a template around it.
  Revision: { group: 'serving.knative.dev', spec: ['spec'], meta: ['metadata'] },
};

export type { PodTemplate } from './custom-templates.ts';

/** The pod template that an object carries, the first where a custom resource carries several; undefined where there is none. */
export function podTemplateOf(object: KubernetesObject): PodTemplate | undefined {
  const row = templates[object.kind];
  const group = apiGroupOf(object.apiVersion);
  if (!row || (group !== row.group && group !== 'extensions')) return isCustom(object) ? customTemplatesOf(object)[0] : undefined;
  const spec = fields(valueAt(object, row.spec));
  if (!spec) return undefined;
  return { specPath: row.spec, spec, meta: fields(valueAt(object, row.meta)) ?? {} };
}

/** Every pod template that an object carries: a custom resource may hold one for each role of what it runs. */
export function podTemplatesOf(object: KubernetesObject): readonly PodTemplate[] {
  if (carriesCustomTemplate(object)) return customTemplatesOf(object);
  const template = podTemplateOf(object);
  return template ? [template] : [];
}

/** Whether it is a custom resource outside the table with a pod template of the usual shape. */
export function carriesCustomTemplate(object: KubernetesObject): boolean {
  return isCustom(object) && templates[object.kind]?.group !== apiGroupOf(object.apiVersion) && customTemplatesOf(object).length > 0;
}

/** Pods asked for by an object that carries a template; 1 where the number follows from the nodes. */
export function replicasOf(object: KubernetesObject): number {
  const replicas = valueAt(object, ['spec', 'replicas']);
  if (typeof replicas === 'number') return replicas;
  const parallelism = valueAt(object, ['spec', 'parallelism']);
  return typeof parallelism === 'number' ? parallelism : 1;
}
