import { evidence } from '../model/evidence.ts';
import { chain, known, type Fact } from '../model/fact.ts';
import type { KubernetesObject } from '../model/object.ts';
import { defineRule, type Breach, type Rule } from './define.ts';

export interface NamespaceHoldsRule {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** The predicate of the finding: what is not bounded. */
  readonly message: string;
  /** Whether one object does what is asked. */
  readonly counts: (object: KubernetesObject) => boolean;
  /** The `spec` of an object that does, and of objects that do not. */
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

/** Whether a namespace with workloads holds an object of the core API that bounds what they use. */
export function namespaceHoldsRule({ id, kind, title, why, fix, message, counts, good, bad }: NamespaceHoldsRule): Rule<'namespace'> {
  const pod = (more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop${more}}\nspec: {containers: [{name: app, image: app}]}\n`;
  const example = (spec: string): string => `${pod()}---\napiVersion: v1\nkind: ${kind}\nmetadata: {name: bounds, namespace: shop}\nspec: ${spec}\n`;
  return defineRule<'namespace'>({
    id, on: 'namespace', title, why, fix,
    severity: { gain: 'hygiene', position: 'a container', effort: 'none' },
    appliesTo: ({ name }, { cluster }) => name !== 'kube-system' && cluster.workloadsIn(name).length > 0,
    check: (namespace, { cluster }) =>
      chain(cluster.list(kind, '', namespace.name), (objects): Fact<readonly Breach[]> => {
        const found = objects.find(counts);
        if (found) return known([], evidence(cluster.ref(found), ['spec']));
        const [first] = objects;
        return known([{ message, evidence: [first ? evidence(cluster.ref(first), ['spec']) : evidence(namespace.ref, [kind])], expected: `a ${kind}` }]);
      }),
    examples: {
      bad: [pod(), ...bad.map(example)],
      good: good.map(example),
      unknown: [pod(', uid: a')],
    },
  });
}
