import type { FieldForm } from '../../model/snapshot.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';
import { faultyObjects } from '../field-faults.ts';

const small = 'small letters, digits and -, a letter or digit first and last';
const forms: Readonly<Record<FieldForm, string>> = {
  'DNS label': `at most 63 of ${small}`,
  'DNS name': `at most 253 of ${small}, with dots between`,
  'name of a CronJob': `at most 52 of ${small}, with dots between: what is added for each Job needs the rest`,
  'path segment': 'no / and no %',
  'label value': 'at most 63 letters, digits, -, _ and dots, a letter or digit first and last',
  'label key': 'NAME or DOMAIN/NAME, the name at most 63 letters, digits, -, _ and dots',
  'port name': `at most 15 of ${small}, one letter among them`,
  'data key': 'letters, digits, -, _ and dots',
};
const what: Readonly<Record<FieldForm, string>> = { 'DNS label': 'a name', 'DNS name': 'a name', 'name of a CronJob': 'a name', 'path segment': 'a name', 'label value': 'a label', 'label key': 'the key of a label or annotation', 'port name': 'the name of a port', 'data key': 'a key' };

const namespace = (metadata: string): string => `apiVersion: v1\nkind: Namespace\nmetadata: {${metadata}}\n`;
const long = 'a'.repeat(64);

// Of the cluster as a whole: most objects have no such name.
const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'invalid-name',
  on: 'cluster',
  title: 'Name or label is of a form that the API server does not take',
  why: 'The API server refuses the whole object, so what it was to change stays as it was: a fix never arrives, a policy is not there.',
  fix: 'Write it in the form that is shown. Who selects by it, or names it, has to follow. Try it before: kubectl apply --dry-run=server -f FILE.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (_subject, context) =>
    faultyObjects(context, ({ form }) => form !== undefined, (faults) => {
      const [{ form = 'DNS name' }, ...others] = faults;
      const first = `has ${what[form]} of a form that is not taken`;
      return { message: others.length === 0 ? first : `${first}, and ${others.length} more`, expected: forms[form] };
    }),
  examples: {
    bad: [
      namespace('name: Shop'),
      namespace('name: shop.eu'),
      namespace(`name: shop, labels: {team: ${long}}`),
      namespace('name: shop, labels: {team: a team}'),
      namespace('name: shop, labels: {"a/b/c": x}'),
      namespace('name: shop, annotations: {"not a key": x}'),
      inPod('nodeSelector: {disk: "fast disk"}'),
      inContainer('ports: [{name: prometheus-metrics, containerPort: 80}]'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: my_app, namespace: shop}\n',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop}\ndata: {"a/b": x}\n',
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: ${'a'.repeat(53)}, namespace: shop}\n`,
    ],
    good: [
      namespace('name: shop, labels: {team: A_b.c, empty: "", "example.com/x": "1"}, annotations: {"Example.com/X": any text at all}'),
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: "system:Shop_reader"}\nrules: []\n',
      inContainer('ports: [{name: http-metrics, containerPort: 80}]'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app.config, namespace: shop}\ndata: {Any_key.txt: x}\n',
      'apiVersion: v1\nkind: Pod\nmetadata: {generateName: web-, namespace: shop}\nspec: {containers: [{name: app, image: app}]}\n',
      'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: My_Widget, namespace: shop}\n',
      namespace('name: "{{ .Values.namespace }}"'),
    ],
    unknown: [],
  },
});

export default rule;
