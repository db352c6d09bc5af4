import { evidence } from '../../model/evidence.ts';
import { enforcedLevel, enforceLabel } from '../../engines/enforced-level.ts';
import { assumed, known } from '../../model/fact.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

/** Every cluster is born with them and with no level on them. */
const builtIn = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'default']);

const rule: Rule<'namespace'> = defineRule<'namespace'>({
  id: 'namespace-pod-security',
  on: 'namespace',
  title: 'Namespace takes any pod',
  why: 'Whoever may create a pod there runs it privileged, with the disk of its node mounted, and owns the node. Careful manifests do not help: nothing refuses a careless one.',
  fix: 'Label the namespace pod-security.kubernetes.io/enforce: baseline or restricted, after a dry run.',
  severity: { gain: 'node', position: 'a user', effort: 'one more weakness' },
  appliesTo: ({ name }, { cluster }) => !builtIn.has(name) || (name === 'default' && cluster.workloadsIn(name).length > 0),
  check: (namespace, { cluster }) => {
    const level = enforcedLevel(cluster, namespace.name);
    if (!level.known) return level;
    const path = ['metadata', 'labels', enforceLabel];
    const warned = Object.keys(namespace.object?.metadata.labels ?? {}).some((label) => label === 'pod-security.kubernetes.io/warn' || label === 'pod-security.kubernetes.io/audit');
    const breach: Breach = {
      message: warned ? 'takes any pod: Pod Security only warns or writes to the audit log' : 'takes any pod: no Pod Security level is enforced',
      evidence: [evidence(namespace.ref, path, namespace.object?.metadata.labels?.[enforceLabel])],
      expected: 'baseline or restricted',
      change: {
        target: namespace.ref,
        title: 'Enforce Pod Security baseline',
        edits: [{ op: 'set', path, value: 'baseline' }],
        breaks: 'New pods that need what baseline forbids; pods that run are left alone.',
        verify: `kubectl label --dry-run=server --overwrite namespace ${namespace.name} ${enforceLabel}=baseline`,
      },
    };
    const breaches = level.value === 'privileged' ? [breach] : [];
    return level.assumed ? assumed(breaches) : known(breaches);
  },
  examples: {
    bad: ['apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/warn: restricted}}\n'],
    good: [
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}\n',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nmetadata: {name: a}\nplugins: [{name: PodSecurity, configuration: {defaults: {enforce: baseline}}}]\n',
    ],
    unknown: ['apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n'],
  },
});

export default rule;
