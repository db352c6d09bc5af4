import { textMap } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { mapSelector, selectsNoPod } from '../../engines/references.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, labels: {app: web, tier: front}}\nspec: {containers: [{name: app, image: app}]}\n';
// Pods of one template: an operator tells the primary by a label of its own.
const stateful = ['replica', 'primary'].map((role) => `apiVersion: v1\nkind: Pod\nmetadata: {name: db-${role}, namespace: shop, labels: {app: web, role: ${role}}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db}]}\nspec: {containers: [{name: db, image: db}]}\n`).join('---\n');
const example = (spec: string, metadata = ''): string => `${pod}---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop${metadata}}\nspec: ${spec}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'service-selects-nothing',
  on: 'object',
  kinds: ['/Service'],
  title: 'Service selects no pod',
  why: 'Clients get no answer today. Whoever may start a pod in the namespace gives it those labels and receives what the clients send, passwords and tokens among it.',
  fix: 'Correct the selector to the labels of the pods, or delete the Service where what it led to is gone.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  appliesTo: ({ object }) => valueAt(object, ['spec', 'type']) !== 'ExternalName' && Object.keys(textMap(valueAt(object, ['spec', 'selector']))).length > 0,
  check: ({ ref, object }, { cluster }) => {
    const selector = valueAt(object, ['spec', 'selector']);
    return map(selectsNoPod(cluster, ref.namespace ?? '', mapSelector(textMap(selector))), (none) => (none ? [{ message: 'selects no pod of its namespace', evidence: [evidence(ref, ['spec', 'selector'], selector)], expected: 'labels of pods in the namespace' }] : []));
  },
  examples: {
    bad: [example('{selector: {app: wbe}}'), example('{selector: {app: web, tier: back}}')],
    good: [`${example('{selector: {app: web, role: primary}}')}---\n${stateful}`, example('{selector: {app: web}}'), example('{selector: {app: web, tier: front}}')],
    unknown: [
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop, uid: a}\nspec: {selector: {app: web}}\n',
      `${example('{selector: {app: db}}')}---\napiVersion: db.example/v1\nkind: Database\nmetadata: {name: db, namespace: shop}\nspec: {}\n`,
      'apiVersion: v1\nkind: Service\nmetadata: {name: scheduler, namespace: kube-system}\nspec: {selector: {component: kube-scheduler}}\n',
    ],
  },
});

export default rule;
