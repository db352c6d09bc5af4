import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import type { KubernetesObject, ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';
import type { AnyRule, NamespaceSubject, ObjectSubject, Subjects } from './define.ts';

/** One subject of a rule, with what a finding says of it. */
export interface Judged {
  readonly subject: Subjects[keyof Subjects];
  readonly ref: ObjectRef;
  readonly container?: string;
  readonly workload?: Workload;
  readonly instances: number;
}

/** The walker over owners, container lists and kinds: written once, so that no rule loops over kinds. */
export function subjectsOf(rule: AnyRule, context: Context): readonly Judged[] {
  switch (rule.on) {
    case 'container':
      return context.subjects.containers;
    case 'workload':
      return context.subjects.workloads;
    case 'namespace':
      return context.subjects.namespaces;
    case 'grant':
      return once(context, 'grant', () => context.rights.grants.map((grant) => ({ subject: grant, ref: grant.ref, instances: 1 })));
    case 'component': {
      const { component: id = 'kube-apiserver' } = rule;
      return once(context, `component ${id}`, () => context.components.of(id).map((component) => ({ subject: component, ref: component.ref, instances: 1 })));
    }
    case 'object': {
      const { kinds = [] } = rule;
      return once(context, `objects ${kinds.join(' ')}`, () => objects(kinds, context));
    }
    case 'cluster':
      return [{ subject: { ref: clusterRef }, ref: clusterRef, instances: 1 }];
  }
}

const listed = new WeakMap<Context, Map<string, readonly Judged[]>>();

/** Many rules judge the same subjects, and threats ask for them again. */
function once(context: Context, key: string, list: () => readonly Judged[]): readonly Judged[] {
  const ofContext = listed.get(context) ?? new Map<string, readonly Judged[]>();
  listed.set(context, ofContext);
  let found = ofContext.get(key);
  if (!found) ofContext.set(key, (found = list()));
  return found;
}

/** What a finding about the cluster as a whole names. */
export const clusterRef: ObjectRef = { apiGroup: '', kind: 'Cluster', name: 'cluster' };

/** An object as subject and judged in one. Of the pods of a large cluster hardly one is ever named: the reference is made when it is. */
class JudgedObject implements Judged, ObjectSubject {
  readonly object: KubernetesObject;
  readonly instances: number = 1;
  readonly #cluster: Cluster;

  constructor(object: KubernetesObject, cluster: Cluster) {
    this.object = object;
    this.#cluster = cluster;
  }

  get subject(): ObjectSubject {
    return this;
  }

  get ref(): ObjectRef {
    return this.#cluster.ref(this.object);
  }
}

function objects(kinds: readonly string[], { cluster }: Context): readonly Judged[] {
  const found: Judged[] = [];
  for (const each of kinds) {
    const slash = each.indexOf('/');
    for (const object of cluster.given(each.slice(slash + 1), each.slice(0, slash))) if (!cluster.isBuiltIn(object)) found.push(new JudgedObject(object, cluster));
  }
  return found;
}

/** Subjects that many rules judge, listed once. */
export interface SharedSubjects {
  readonly containers: readonly Judged[];
  readonly workloads: readonly Judged[];
  readonly namespaces: readonly Judged[];
}

/**
 * Workloads that run one of the nine components are left out: their settings are judged by component rules, and what they
 * need to live is no fault. The empty namespace of manifests that name none is left out of namespace rules.
 */
export function sharedSubjects({ cluster, components }: Pick<Context, 'cluster' | 'components'>): SharedSubjects {
  const ofComponents = new Set(components.all.flatMap((component) => component.workload ?? []));
  const workloads = cluster.workloads
    .filter((workload) => !ofComponents.has(workload))
    .map((workload): Judged => ({ subject: workload, ref: workload.ref, workload, instances: workload.instances }));
  const containers = workloads.flatMap(({ workload, ref, instances }) =>
    (workload?.containers ?? []).map((container): Judged => ({ subject: container, ref, container: container.name, instances, ...(workload ? { workload } : {}) })),
  );
  const namespaces = [...cluster.namespaces].toSorted().map((name): Judged => {
    const object = cluster.find('Namespace', '', undefined, name);
    const ref: ObjectRef = object ? cluster.ref(object) : { apiGroup: '', kind: 'Namespace', name };
    const subject: NamespaceSubject = { name, ref, ...(object ? { object } : {}) };
    return { subject, ref, instances: 1 };
  });
  return { containers, workloads, namespaces };
}
