import { fields, textMap } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { matchesSelector, readSelector } from '../../engines/references.ts';

const example = (selector: string, labels: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {selector: ${selector}, template: {metadata: {labels: ${labels}}, spec: {containers: [{name: app, image: app}]}}}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'selector-mismatch',
  on: 'object',
  kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'],
  title: 'Selector does not match the labels of its own pods',
  why: 'The API server refuses the object, so what runs is an older state, or nothing. A fix for a flaw that comes with it never arrives.',
  fix: 'Give the pod template the labels of the selector. The selector of an object that exists cannot be changed: create it anew.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  // What has no selector is a patch for an object that has one, or of a version that filled it in from the template.
  appliesTo: ({ object }) => object.apiVersion === 'apps/v1' && fields(valueAt(object, ['spec', 'selector'])) !== undefined && fields(valueAt(object, ['spec', 'template'])) !== undefined,
  check: ({ ref, object }) => {
    const selector = valueAt(object, ['spec', 'selector']);
    if (matchesSelector(readSelector(selector), textMap(valueAt(object, ['spec', 'template', 'metadata', 'labels'])))) return [];
    return [{ message: 'has a selector that does not match the labels of its pod template', evidence: [evidence(ref, ['spec', 'selector'], selector)], expected: 'the labels of the pod template' }];
  },
  examples: {
    bad: [example('{matchLabels: {app: web}}', '{app: wbe}'), example('{matchLabels: {app: web, tier: a}}', '{app: web}')],
    good: [example('{matchLabels: {app: web}}', '{app: web, tier: a}'), example('{matchExpressions: [{key: app, operator: In, values: [web]}]}', '{app: web}')],
    unknown: [],
  },
});

export default rule;
