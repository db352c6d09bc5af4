import { entries, fields, text } from '../../cluster/read.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { documents } from '../examples.ts';
import { withKubeletFile } from '../flag-examples.ts';

const argument = 'hostname-override';
const node = withKubeletFile('rotateCertificates: true');

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'kubelet-hostname-override',
  on: 'component',
  component: 'kubelet',
  title: 'Kubelet gives its node another name',
  why: 'With a name that is not the one of the machine, certificates and logs no longer say which machine acted, and a machine can take the name of another that is away.',
  fix: 'Take hostname-override out of the kubelet arguments. The node then joins again under the name of its machine; some cloud providers need the flag.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'several weaknesses' },
  check: (component, { cluster }) =>
    map(overrideOf(component.ref.name, cluster), (seen): readonly Breach[] => (seen ? [{ message: 'gives its node a name that is not the one of its machine', object: seen.object, evidence: [seen], expected: `no ${argument}` }] : [])),
  examples: {
    bad: [documents(node, joined('[{name: hostname-override, value: worker-1}]')), documents(node, joined('{hostname-override: worker-1}'))],
    good: [documents(node, joined('[{name: node-ip, value: 10.0.0.11}]'))],
    unknown: [node],
  },
});

/** The flag is in no configuration file and no answer of the kubelet; what kubeadm was given when the node joined shows it. */
function overrideOf(name: string, cluster: Cluster): Fact<Evidence | null> {
  for (const kind of ['JoinConfiguration', 'InitConfiguration']) {
    for (const file of cluster.given(kind, 'kubeadm.k8s.io')) {
      if (text(valueAt(file, ['nodeRegistration', 'name'])) !== name) continue;
      const path = ['nodeRegistration', 'kubeletExtraArgs'];
      const given = valueAt(file, path);
      // A list of names and values from v1beta4, a map before.
      const row = entries(given).find(({ value }) => value['name'] === argument);
      const value = row ? row.value['value'] : fields(given)?.[argument];
      const seen = evidence(cluster.ref(file), row ? [...path, row.index] : [...path, argument], value);
      return value === undefined ? known(null, evidence(cluster.ref(file), path)) : known(seen, seen);
    }
  }
  return unknown(gap('node', 'gap/kubelet-flags', 'With which flags do kubelets run? ps -o args= -C kubelet on each node, or the JoinConfiguration that kubeadm was given.'));
}

function joined(args: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\nmetadata: {name: join}\nnodeRegistration: {name: worker-1, kubeletExtraArgs: ${args}}\n`;
}

export default rule;
