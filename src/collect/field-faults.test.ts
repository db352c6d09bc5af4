import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectText } from './index.ts';
import type { FieldFault } from '../model/snapshot.ts';

function faultsOf(yaml: string): readonly FieldFault[] {
  return [...(collectText(yaml).snapshot.faults ?? new Map<object, readonly FieldFault[]>()).values()].flat();
}

const pod = (container: string, more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: web${more}}\nspec: {containers: [{name: app, image: app, ${container}}]}\n`;
const env = ['spec', 'containers', 0, 'env', 0, 'value'];
const rows: readonly { readonly what: string; readonly yaml: string; readonly faults: readonly FieldFault[] }[] = [
  { what: 'yes without quotes is true', yaml: pod('env: [{name: A, value: yes}]'), faults: [{ path: env, wants: 'text', has: 'true or false' }] },
  { what: 'a version without quotes is a number', yaml: pod('env: [{name: A, value: 1.10}]'), faults: [{ path: env, wants: 'text', has: 'number' }] },
  { what: 'a null is nothing', yaml: pod('env: [{name: A, value: null}, {name: B, value: ~}]'), faults: [] },
  { what: 'a quantity may be a number, a port may be either', yaml: pod('resources: {limits: {cpu: 0.5}}, livenessProbe: {httpGet: {port: http}}'), faults: [] },
  { what: 'half a port', yaml: pod('ports: [{containerPort: 80.5}]'), faults: [{ path: ['spec', 'containers', 0, 'ports', 0, 'containerPort'], wants: 'whole number', has: 'number' }] },
  { what: 'a map where a list must be', yaml: pod('env: {A: b}'), faults: [{ path: ['spec', 'containers', 0, 'env'], wants: 'list', has: 'map' }] },
  { what: 'a text where a map must be', yaml: pod('securityContext: none'), faults: [{ path: ['spec', 'containers', 0, 'securityContext'], wants: 'map', has: 'text' }] },
  { what: 'a slip of the pen', yaml: pod('securityContex: {privileged: false}'), faults: [{ path: ['spec', 'containers', 0, 'securityContex'], near: 'securityContext' }] },
  { what: 'a field of everything that JavaScript has', yaml: pod('constructor: a'), faults: [{ path: ['spec', 'containers', 0, 'constructor'] }] },
  { what: 'what an API server wrote', yaml: pod('env: [{name: A, value: true}]', ', uid: a'), faults: [] },
  { what: 'an annotation of a template', yaml: 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {jobTemplate: {spec: {template: {metadata: {annotations: {a: 1}}}}}}\n', faults: [{ path: ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'annotations', 'a'], wants: 'text', has: 'whole number' }] },
  { what: 'status is not looked at', yaml: `${pod('tty: true')}status: {anything: 1}\n`, faults: [] },
  { what: 'items of a list', yaml: `apiVersion: v1\nkind: List\nitems:\n- ${pod('stdin: "yes"').replaceAll('\n', '\n  ').trimEnd()}\n`, faults: [{ path: ['spec', 'containers', 0, 'stdin'], wants: 'true or false', has: 'text' }] },
  { what: 'placeholders of templates', yaml: pod('tty: "{{ .tty }}", stdin: ${STDIN}, ports: [{containerPort: $PORT}]'), faults: [] },
  { what: 'another version of a group', yaml: pod('env: [{name: A, value: true}]').replace('apiVersion: v1', 'apiVersion: v2'), faults: [] },
  { what: 'base64 of Go', yaml: 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: YQ, b: "YQ==", c: "Y Q==", d: "", e: "YWJj\\nYWJj"}\n', faults: [{ path: ['data', 'a'], wants: 'base64', has: 'text' }, { path: ['data', 'c'], wants: 'base64', has: 'text' }] },
];
for (const { what, yaml, faults } of rows) test(`faults of fields: ${what}`, () => assert.deepEqual(faultsOf(yaml), faults));

test('faults of fields: of a Secret no value is kept', () => {
  const { snapshot } = collectText('apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: hunter2}\nstringData: {pin: 918273}\n');
  assert.equal(snapshot.faults?.size, 1);
  assert.doesNotMatch(JSON.stringify([...(snapshot.faults?.values() ?? []), snapshot.objects]), /hunter2|918273/);
});
