import { entries, fields, texts, type Fields } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import type { KubernetesObject, Path } from '../../model/object.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

/** The namespace of the system cannot do without what Pod Security refuses. */
const needed = new Set(['kube-system']);
const lists = ['usernames', 'runtimeClasses', 'namespaces'] as const;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'admission-config-exemptions',
  on: 'object',
  kinds: ['apiserver.config.k8s.io/AdmissionConfiguration', 'pod-security.admission.config.k8s.io/PodSecurityConfiguration'],
  title: 'Pods are exempt from Pod Security',
  why: 'Whoever is exempt, or creates pods where exemption holds, runs a privileged one and owns the node, whatever label the namespace carries. No label and no object of the API shows it.',
  fix: 'Empty the exemptions, and give namespaces that need more the label privileged: labels can be seen and watched. Pods that needed the exemption are refused when they start again.',
  severity: { gain: 'node', position: 'a user', effort: 'several weaknesses', spread: 'cluster' },
  check: ({ ref, object }) => {
    const found = podSecurity(object);
    if (!found) return [];
    return lists.flatMap((list): readonly Breach[] => {
      const path = [...found.path, 'exemptions', list];
      const exempt = texts(fields(found.config['exemptions'])?.[list]);
      const kept = list === 'namespaces' ? exempt.filter((name) => needed.has(name)) : [];
      const beyond = exempt.filter((name) => !kept.includes(name));
      if (beyond.length === 0) return [];
      return [
        {
          message: `exempts ${list} ${beyond.join(', ')} from Pod Security`,
          evidence: [evidence(ref, path, exempt)],
          expected: JSON.stringify(kept),
          change: {
            target: ref,
            title: `End the exemption of ${list} from Pod Security`,
            edits: [{ op: 'set', path, value: kept }],
            breaks: 'Pods that need what the level of their namespace forbids, when they start again.',
          },
        },
      ];
    });
  },
  examples: {
    bad: [file('{usernames: ["system:serviceaccount:ci:runner"]}'), file('{namespaces: [kube-system, tools]}')],
    good: [file('{usernames: [], runtimeClasses: [], namespaces: [kube-system]}')],
    unknown: [],
  },
});

/** The Pod Security part, where it stands in this file; a plug-in may name another file instead. */
function podSecurity(object: KubernetesObject): { readonly config: Fields; readonly path: Path } | undefined {
  if (object.kind === 'PodSecurityConfiguration') return { config: object, path: [] };
  const plugin = entries(object['plugins']).find(({ value }) => value['name'] === 'PodSecurity');
  const config = plugin && fields(plugin.value['configuration']);
  return plugin && config ? { config, path: ['plugins', plugin.index, 'configuration'] } : undefined;
}

function file(exemptions: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
metadata: {name: a}
plugins:
  - name: PodSecurity
    configuration: {apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, exemptions: ${exemptions}}
`;
}

export default rule;
