import { entries, fields, text } from '../../cluster/read.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Workload } from '../../cluster/workload.ts';
import type { Evidence } from '../../model/evidence.ts';
import { collected, map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents, inContainer, inPod } from '../examples.ts';
import { isMissing } from '../../engines/references.ts';

interface Reference {
  readonly kind: 'Secret' | 'ConfigMap' | 'PersistentVolumeClaim';
  readonly name: string;
  readonly at: () => Evidence;
}

const volumeSources: readonly (readonly [kind: Reference['kind'], source: string, name: string])[] = [
  ['Secret', 'secret', 'secretName'], ['ConfigMap', 'configMap', 'name'], ['PersistentVolumeClaim', 'persistentVolumeClaim', 'claimName'],
];

const variableSources: readonly (readonly [kind: Reference['kind'], source: string])[] = [['Secret', 'secretKeyRef'], ['ConfigMap', 'configMapKeyRef']];
const environmentSources: readonly (readonly [kind: Reference['kind'], source: string])[] = [['Secret', 'secretRef'], ['ConfigMap', 'configMapRef']];

/** Everything that a pod cannot start without and that was not given; what is optional is left out. */
function referencesOf(workload: Workload, cluster: Cluster): readonly Reference[] {
  const found: Reference[] = [];
  const add = (kind: Reference['kind'], source: unknown, key: string, at: () => Evidence): void => {
    const map_ = fields(source);
    const name = text(map_?.[key]);
    if (!map_ || name === undefined || name === '' || map_['optional'] === true) return;
    // Most of what pods name is there.
    if (!cluster.find(kind, '', workload.namespace, name)) found.push({ kind, name, at });
  };
  for (const { index, value } of entries(workload.spec['volumes'])) {
    for (const [kind, source, key] of volumeSources) if (value[source] !== undefined) add(kind, value[source], key, () => workload.at('volumes', index, source, key));
    if (value['projected'] === undefined) continue;
    for (const part of entries(fields(value['projected'])?.['sources'])) {
      add('Secret', part.value['secret'], 'name', () => workload.at('volumes', index, 'projected', 'sources', part.index, 'secret', 'name'));
      add('ConfigMap', part.value['configMap'], 'name', () => workload.at('volumes', index, 'projected', 'sources', part.index, 'configMap', 'name'));
    }
  }
  for (const container of workload.containers) {
    for (const { index, value } of entries(container.spec['env'])) {
      const from = fields(value['valueFrom']);
      if (from) for (const [kind, source] of variableSources) if (from[source] !== undefined) add(kind, from[source], 'name', () => container.at('env', index, 'valueFrom', source, 'name'));
    }
    for (const { index, value } of entries(container.spec['envFrom'])) {
      for (const [kind, source] of environmentSources) if (value[source] !== undefined) add(kind, value[source], 'name', () => container.at('envFrom', index, source, 'name'));
    }
  }
  return found;
}

/** Secrets that a controller makes from another object have names that only its object says. */
function makesSecrets(cluster: Cluster, namespace: string): boolean {
  return secretMakers.some(([kind, group]) => cluster.given(kind, group, namespace).length > 0);
}

const secretMakers = [['ExternalSecret', 'external-secrets.io'], ['SealedSecret', 'bitnami.com'], ['Certificate', 'cert-manager.io']] as const;

const config = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\ndata: {MODE: live}\n`;

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'missing-reference',
  on: 'workload',
  title: 'Pod needs a Secret, ConfigMap or claim that does not exist',
  why: 'Its pods wait until somebody creates it. Whoever may create objects in the namespace decides then what they read: an address to send data to, a certificate to trust.',
  fix: 'Create it, correct the name, or mark it optional where the program can do without.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'several weaknesses' },
  // What runs found all of it.
  appliesTo: ({ object, mirror, spec }) => !mirror && !(object.kind === 'Pod' && object.metadata.uid !== undefined) && spec['containers'] !== undefined,
  check: (workload, { cluster }) => {
    const all = referencesOf(workload, cluster);
    if (all.length === 0) return [];
    const made = makesSecrets(cluster, workload.namespace);
    const references = made ? all.filter(({ kind }) => kind !== 'Secret') : all;
    return map(collected(references.map((each) => map(isMissing(cluster, each.kind, '', workload.namespace, each.name), (missing) => ({ missing, each })))), (found) =>
      found.filter(({ missing }) => missing).map(({ each }) => ({ message: `needs ${each.kind} ${each.name}, which does not exist`, evidence: [each.at()], expected: 'an object that exists' })),
    );
  },
  examples: {
    bad: [
      documents(inContainer('envFrom: [{configMapRef: {name: conf}}]'), config('config')),
      documents(inContainer('env: [{name: MODE, valueFrom: {configMapKeyRef: {name: conf, key: MODE}}}]'), config('config')),
      documents(inPod('volumes: [{name: c, configMap: {name: conf}}]'), config('config')),
      documents(inPod('volumes: [{name: c, persistentVolumeClaim: {claimName: data}}]'), 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: other, namespace: shop}\nspec: {}\n'),
    ],
    good: [
      documents(inContainer('envFrom: [{configMapRef: {name: config}}]'), config('config')),
      documents(inContainer('envFrom: [{configMapRef: {name: conf, optional: true}}]'), config('config')),
      inPod('volumes: [{name: c, configMap: {name: kube-root-ca.crt}}]'),
    ],
    unknown: [inContainer('envFrom: [{secretRef: {name: login}}]')],
  },
});

export default rule;
