import { evidence } from '../../model/evidence.ts';
import { assumed, known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { defineRule, type Breach, type NamespaceSubject, type Rule } from '../define.ts';

const label = 'pod-security.kubernetes.io/enforce';
/** Every cluster is born with them and with no level on them. */
const builtIn = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'default']);

/** The level that the API server enforces in a namespace, as far as its label says; an invalid one is restricted. */
export function enforcedLevel({ object, name }: NamespaceSubject): Fact<'privileged' | 'baseline' | 'restricted'> {
  if (!object) {
    return unknown(gap('api', `gap/namespace/${name}`, `Which Pod Security level does namespace ${name} enforce? kubectl get namespace ${name} -o yaml`));
  }
  const value = object.metadata.labels?.[label];
  // Without a label the cluster's own default counts, which files do not show; privileged is what Kubernetes ships.
  if (value === undefined) return assumed('privileged' as const);
  return known(value === 'privileged' || value === 'baseline' ? value : 'restricted');
}

const rule: Rule<'namespace'> = defineRule<'namespace'>({
  id: 'namespace-pod-security',
  on: 'namespace',
  title: 'Namespace takes any pod',
  why: 'Whoever may create a pod there runs it privileged, with the disk of its node mounted, and owns the node. Careful manifests do not help: nothing refuses a careless one.',
  fix: 'Label the namespace pod-security.kubernetes.io/enforce: baseline or restricted, after a dry run.',
  severity: { gain: 'node', position: 'a user', effort: 'one more weakness' },
  appliesTo: ({ name }, { cluster }) => !builtIn.has(name) || (name === 'default' && cluster.workloads.some(({ namespace }) => namespace === name)),
  check: (namespace) => {
    const level = enforcedLevel(namespace);
    if (!level.known) return level;
    const path = ['metadata', 'labels', label];
    const breach: Breach = {
      message: 'takes any pod: no Pod Security level is enforced',
      evidence: [evidence(namespace.ref, path, namespace.object?.metadata.labels?.[label])],
      expected: 'baseline or restricted',
      change: {
        target: namespace.ref,
        title: 'Enforce Pod Security baseline',
        edits: [{ op: 'set', path, value: 'baseline' }],
        breaks: 'New pods that need what baseline forbids; pods that run are left alone.',
        verify: `kubectl label --dry-run=server --overwrite namespace ${namespace.name} ${label}=baseline`,
      },
    };
    const breaches = level.value === 'privileged' ? [breach] : [];
    return level.assumed ? assumed(breaches) : known(breaches);
  },
  examples: {
    bad: ['apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n'],
    good: ['apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}\n'],
    unknown: ['apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n'],
  },
});

export default rule;
