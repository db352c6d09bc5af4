import { firstMinor } from '../../knowledge/flags/index.ts';
import { removedApi, type RemovedApi } from '../../knowledge/removed-apis.ts';
import { evidence } from '../../model/evidence.ts';
import { any, known, map, type Fact } from '../../model/fact.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Context } from '../context.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { atVersion } from '../examples.ts';

/** Whether the API server of this cluster no longer serves what is gone from that minor; of every release known here where its version was not said. */
function isGone(from: number, { cluster }: Context): Fact<boolean> {
  return from <= firstMinor ? known(cluster.version.known ? cluster.version.value.minor >= from : true) : map(cluster.version, ({ minor }) => minor >= from);
}

const role = (version: string): string => `apiVersion: ${version}\nkind: ClusterRole\nmetadata: {name: reader}\nrules: []\n`;
const flow = 'apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: {name: tenants}\nspec: {}\n';

function breachOf(object: KubernetesObject, row: RemovedApi, { cluster }: Context): Breach {
  const ref = cluster.ref(object);
  const breach: Breach = { object: ref, message: `is of ${row.apiVersion}, which is gone since Kubernetes 1.${row.from}`, evidence: [evidence(ref, ['apiVersion'], object.apiVersion)], expected: row.now ?? 'nothing: this kind has ended' };
  if (row.same !== true || row.now === undefined) return breach;
  return { ...breach, change: { target: ref, title: `Write it for ${row.now}`, edits: [{ op: 'set', path: ['apiVersion'], value: row.now }], breaks: 'API servers too old for that version.' } };
}

// Of the cluster as a whole: hardly any object is of such a version, and a walk over every kind would ask each of them.
const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'removed-api',
  on: 'cluster',
  title: 'Object is written for an API that is gone',
  why: 'The API server refuses it. A policy, a role or a workload in such a file is not what runs: protection that somebody wrote down is not there, and a fix never arrives.',
  fix: 'Write it for the version that is served; where that has other fields, change them as its notes say.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (_subject, context) => {
    const written = context.cluster.snapshot.objects.flatMap((object) => {
      const row = removedApi(object.apiVersion, object.kind);
      return row ? [{ object, row, gone: isGone(row.from, context) }] : [];
    });
    const certain = written.flatMap(({ object, row, gone }) => (gone.known && gone.value ? [breachOf(object, row, context)] : []));
    return certain.length > 0 ? certain : map(any(known(false), ...written.map(({ gone }) => gone)), () => []);
  },
  examples: {
    bad: [
      role('rbac.authorization.k8s.io/v1beta1'),
      'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: restricted}\nspec: {}\n',
      'apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: app, image: app}]}}}\n',
      atVersion('1.34.2', flow),
    ],
    good: [atVersion('1.31.4', flow), atVersion('1.21.0', role('rbac.authorization.k8s.io/v1beta1'))],
    unknown: [flow],
  },
});

export default rule;
