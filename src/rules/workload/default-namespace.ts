import { evidence } from '../../model/evidence.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'default-namespace',
  on: 'workload',
  title: 'Workload runs in the namespace default',
  why: 'What is put nowhere in particular ends up there, so roles, quotas and network policies for it hold for strangers too, and a mistyped command lands among them.',
  fix: 'Give the application a namespace of its own. Moving means creating it again: addresses, volumes and Secrets move with it.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  // A manifest that names no namespace goes where it is applied.
  appliesTo: ({ namespace }) => namespace !== '',
  check: ({ namespace, ref }) => (namespace === 'default' ? [{ message: 'runs in the namespace default', evidence: [evidence(ref, ['metadata', 'namespace'], 'default')], expected: 'a namespace of its own' }] : []),
  examples: { bad: [inContainer('stdin: true').replace('namespace: shop', 'namespace: default')], good: [inContainer('stdin: true')], unknown: [] },
});

export default rule;
