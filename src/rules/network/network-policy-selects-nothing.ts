import { idlePolicies } from '../../engines/network/of-cluster.ts';
import { readSelector, selectsNoPod } from '../../engines/references.ts';
import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';

const example = (selector: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, labels: {app: web, tier: front}}\nspec: {containers: [{name: app, image: app}]}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web, namespace: shop}\nspec: {podSelector: ${selector}, policyTypes: [Ingress]}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'network-policy-selects-nothing',
  on: 'object',
  kinds: ['networking.k8s.io/NetworkPolicy'],
  title: 'NetworkPolicy protects no pod',
  why: 'Somebody wrote it to protect something, and it does not: a label was mistyped or renamed. The pods it was meant for take connections from everywhere, and everybody believes that they do not.',
  fix: 'Correct the selector to the labels of the pods, or delete the policy where what it protected is gone. What is on the network of its node needs the firewall of the node.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: ({ ref, object }, { cluster }) => {
    if (!idlePolicies(cluster).has(object)) return [];
    const selector = valueAt(object, ['spec', 'podSelector']);
    // Pods of operators are not seen in files; those on the network of their node are seen, and out of reach of the policy.
    return map(selectsNoPod(cluster, ref.namespace ?? '', readSelector(selector)), (none) => {
      const message = none ? 'selects no pod of its namespace' : 'selects only pods on the network of their node, which most network plug-ins let through whatever it says';
      return [{ message, evidence: [evidence(ref, ['spec', 'podSelector'], selector)], expected: 'labels of pods in the namespace' }];
    });
  },
  examples: {
    bad: [example('{matchLabels: {app: wbe}}'), example('{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}'), example('{matchLabels: {app: web}}').replace('{containers', '{hostNetwork: true, containers')],
    good: [example('{matchLabels: {app: web}}'), example('{}'), example('{matchExpressions: [{key: tier, operator: Exists}]}')],
    unknown: [`${example('{matchLabels: {app: router}}')}---\napiVersion: monitoring.coreos.com/v1\nkind: Alertmanager\nmetadata: {name: router, namespace: shop}\n`, 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web, namespace: shop, uid: a}\nspec: {podSelector: {matchLabels: {app: web}}}\n'],
  },
});

export default rule;
