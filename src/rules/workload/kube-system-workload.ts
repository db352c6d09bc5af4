import { isAddOn } from '../../engines/by-design.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const system = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

const pod = (namespace: string, image: string, rest = ''): string => inContainer('stdin: true').replace('namespace: shop', `namespace: ${namespace}`).replace(/image: .*/, `image: ${image}`) + rest;

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'kube-system-workload',
  on: 'workload',
  title: 'Workload runs among the parts of the cluster',
  why: 'kube-system holds powerful service accounts and their Secrets, and policies often leave it alone. Whoever can change an application there is a step from them, and an intruder likes to hide there behind a familiar name.',
  fix: 'Move it to a namespace of its own. Moving means creating it again.',
  severity: { gain: 'workload', position: 'a user', effort: 'one more weakness' },
  appliesTo: (workload, context) => !(workload.namespace === 'kube-system' && (isAddOn(workload) || context.byDesign(workload) !== null)) && workload.namespace !== '',
  check: ({ namespace, ref }) => (system.has(namespace) ? [{ message: `runs in ${namespace}`, evidence: [evidence(ref, ['metadata', 'namespace'], namespace)], expected: 'a namespace of its own' }] : []),
  examples: {
    bad: [pod('kube-system', 'registry.example/shop'), pod('kube-public', 'registry.k8s.io/pause:3.10')],
    good: [pod('shop', 'registry.example/shop')],
    unknown: [],
  },
});

export default rule;
