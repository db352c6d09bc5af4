import { enforcedLevel, enforceLabel } from '../../engines/enforced-level.ts';
import { levelText, podSecurityConfiguration, refusalOf } from '../../engines/pod-security/index.ts';
import { newestPolicyMinor } from '../../knowledge/pod-security.ts';
import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

const example = (level: string, container: string, pod = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {${pod}containers: [{name: app, image: app, securityContext: {${container}}}]}}}\n`;
const privileged = 'privileged: true';
const meek = 'runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}';
const exempt = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{name: PodSecurity, configuration: {exemptions: {namespaces: [shop]}}}]\n---\n';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'refused-pods',
  on: 'workload',
  title: 'Namespace refuses the pods of the workload',
  why: 'Its pods are not let in: what runs is an older state, or nothing, and nobody sees it but in the events of the ReplicaSet. The quick way out is to take the label off the namespace, and then every workload there may do what this one wants.',
  fix: 'Give the pod what the level asks for. A workload that cannot do without goes to a namespace of its own, with a level that lets it in.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  // Static pods run whatever the API server thinks of their mirrors.
  appliesTo: ({ mirror, namespace }) => !mirror && namespace !== '',
  check: (workload, { cluster }) =>
    map(enforcedLevel(cluster, workload.namespace), (level): readonly Breach[] => {
      if (level === 'privileged') return [];
      const refusal = refusalOf(workload, cluster, podSecurityConfiguration(cluster), cluster.version.known ? cluster.version.value.minor : newestPolicyMinor);
      if (!refusal) return [];
      const object = cluster.find('Namespace', '', undefined, workload.namespace);
      const label = object ? [evidence(cluster.ref(object), ['metadata', 'labels', enforceLabel], object.metadata.labels?.[enforceLabel])] : [];
      return [{ message: `has pods that ${workload.namespace} refuses: ${refusal.message}`, evidence: [workload.at(), ...label], expected: `pods that ${levelText(refusal.asked)} lets in` }];
    }),
  examples: {
    bad: [example('restricted', privileged), example('baseline', privileged), example('restricted', meek, 'hostNetwork: true, ')],
    good: [example('restricted', meek), example('privileged', privileged), example('baseline', 'runAsUser: 0'), exempt + example('restricted', privileged)],
    unknown: ['apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {containers: [{name: app, image: app}]}\n'],
  },
});

export default rule;
