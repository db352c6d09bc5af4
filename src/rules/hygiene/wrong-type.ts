import type { FieldType } from '../../model/snapshot.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';
import { faultyObjects } from '../field-faults.ts';

const names: Readonly<Record<FieldType, string>> = { text: 'text', 'whole number': 'a whole number', number: 'a number', 'true or false': 'true or false', list: 'a list', map: 'a map', base64: 'base64' };

/** What a person would do about it. */
function advice(wants: FieldType, has: FieldType): string {
  if (wants === 'text' && (has === 'true or false' || has === 'whole number' || has === 'number')) return 'the value in quotes';
  if (wants === 'base64') return 'base64, or the value as it is under stringData';
  return has === 'text' && (wants === 'whole number' || wants === 'true or false') ? `${names[wants]}, without quotes` : names[wants];
}

const configMap = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: shop}\ndata: {${data}}\n`;
const secret = (data: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: app, namespace: shop}\n${data}\n`;

// Of the cluster as a whole: most objects have no such field.
const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'wrong-type',
  on: 'cluster',
  title: 'Value is of a type that the API server does not take',
  why: 'The API server refuses the whole object, so what it was to change stays as it was: a fix never arrives, a policy is not there. YAML reads yes, on and 1.10 without quotes as true and as 1.1.',
  fix: 'Put text into quotes, and take quotes from numbers and from true and false. Try it before: kubectl apply --dry-run=server -f FILE.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (_subject, context) =>
    faultyObjects(context, ({ wants }) => wants !== undefined, (faults) => {
      const [{ wants = 'text', has = 'text' }, ...others] = faults;
      const first = `has ${names[has]} where ${names[wants]} has to stand`;
      return { message: others.length === 0 ? first : `${first}, and ${others.length} more of a wrong type`, expected: advice(wants, has) };
    }),
  examples: {
    bad: [
      inContainer('env: [{name: DEBUG, value: true}]'),
      inContainer('env: [{name: DEBUG, value: yes}]'),
      inContainer('args: [--port, 8080]'),
      inContainer('command: [sleep, 60]'),
      inContainer('securityContext: {privileged: "true"}'),
      inContainer('ports: [{containerPort: "80"}]'),
      inPod('nodeSelector: {gpu: true}'),
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {tier: 1}}\n',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations: {checked: true}}\n',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web, version: 1.10}}, spec: {containers: [{name: app, image: app}]}}}\n',
      configMap('debug: true'),
      secret('stringData: {pin: 1234}'),
      secret('data: {password: not-encoded}'),
    ],
    good: [
      inContainer('env: [{name: DEBUG, value: "true"}, {name: LEVEL, value: null}]'),
      inContainer('args: ["8080"]'),
      inContainer('readinessProbe: {httpGet: {port: 8080}}'),
      inContainer('resources: {limits: {cpu: 2, memory: 64Mi}}'),
      configMap('debug: "true"'),
      secret('data: {password: bm90LWVuY29kZWQ=}'),
      // Who reads it takes what it says.
      'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: app, namespace: shop, labels: {tier: 1}}\nspec: {env: [{name: DEBUG, value: true}]}\n',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: "{{ .Values.replicas }}", template: {spec: {containers: [{name: app, image: app}]}}}\n',
    ],
    unknown: [],
  },
});

export default rule;
