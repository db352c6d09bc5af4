import type { Cluster } from '../../cluster/cluster.ts';
import { enforcedLevel, enforceLabel } from '../../engines/enforced-level.ts';
import { couldEnforce, liveWorkloads, podSecurityConfiguration } from '../../engines/pod-security/index.ts';
import { newestPolicyMinor } from '../../knowledge/pod-security.ts';
import { evidence } from '../../model/evidence.ts';
import { chain, known, map, type Fact } from '../../model/fact.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

function couldBeRestricted(cluster: Cluster, namespace: string): boolean {
  return couldEnforce('restricted', cluster, namespace, podSecurityConfiguration(cluster), cluster.version.known ? cluster.version.value.minor : newestPolicyMinor);
}

const hardened = 'runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}';
const example = (level: string, pod: string): string => `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {securityContext: {${pod}}, containers: [{name: app, image: app, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}\n`;

const rule: Rule<'namespace'> = defineRule<'namespace'>({
  id: 'pod-security-too-weak',
  on: 'namespace',
  title: 'Namespace could enforce restricted, and enforces baseline',
  why: 'Whoever may create a pod there still runs it as root with the default capabilities. Nothing that runs needs that: the stricter level costs nothing.',
  fix: 'Label the namespace pod-security.kubernetes.io/enforce: restricted.',
  severity: { gain: 'workload', position: 'a user', effort: 'one more weakness' },
  appliesTo: ({ name }, { cluster }) => liveWorkloads(cluster, name).length > 0,
  check: (namespace, { cluster }) =>
    chain(enforcedLevel(cluster, namespace.name), (level): Fact<readonly Breach[]> => {
      if (level !== 'baseline') return known([]);
      if (!couldBeRestricted(cluster, namespace.name)) return known([]);
      const path = ['metadata', 'labels', enforceLabel];
      // A pod that was not given may need what restricted forbids.
      return map(cluster.list('Pod', '', namespace.name), () => [
        {
          message: 'enforces baseline, and nothing that it runs violates restricted',
          evidence: [evidence(namespace.ref, path, namespace.object?.metadata.labels?.[enforceLabel])],
          expected: 'restricted',
          change: {
            target: namespace.ref,
            title: 'Enforce Pod Security restricted',
            edits: [{ op: 'set', path, value: 'restricted' }],
            breaks: 'New pods that need what restricted forbids; none of those that run does.',
            verify: `kubectl label --dry-run=server --overwrite namespace ${namespace.name} ${enforceLabel}=restricted`,
          },
        },
      ]);
    }),
  examples: {
    bad: [example('baseline', hardened)],
    good: [example('restricted', hardened), example('baseline', 'runAsNonRoot: true'), example('privileged', hardened)],
    unknown: ['apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {containers: [{name: app, image: app}]}\n'],
  },
});

export default rule;
