import type { Cluster } from '../../cluster/cluster.ts';
import { textMap } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import { credentialIn, formOf, kindNamed } from '../../knowledge/credentials.ts';
import { evidence } from '../../model/evidence.ts';
import { mask } from '../../model/mask.ts';
import { rememberMany } from '../../model/remember.ts';
import { apiGroupOf, valueAt, type KubernetesObject, type OwnerReference, type Path } from '../../model/object.ts';
import type { Context } from '../context.ts';
import { defineRule, type Breach, type ObjectSubject, type Rule } from '../define.ts';

/** Annotations that name a Secret, or hold a hash of one, end in `secret` as well: only its form tells a credential there. */
function credentialOf(name: string, value: string): string | undefined {
  const kind = kindOf(name);
  return kind === undefined || kind === 'secret' ? formOf(value) : credentialIn(lastOf(name), value);
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

const kindOf = rememberMany((name: string) => kindNamed(lastOf(name)));

interface Ownership {
  readonly cluster: Cluster;
  readonly namespace: string | undefined;
  readonly given: boolean;
}

// Pods of one template share the list of their owners since they were read.
const ownerships = new WeakMap<readonly OwnerReference[], Ownership>();

function ownerGiven({ object: { metadata } }: ObjectSubject, { cluster }: Context): boolean {
  const { ownerReferences, namespace } = metadata;
  const owner = ownerReferences?.[0];
  if (!ownerReferences || owner === undefined) return false;
  let known = ownerships.get(ownerReferences);
  if (known?.cluster !== cluster || known.namespace !== namespace) {
    known = { cluster, namespace, given: cluster.find(owner.kind, apiGroupOf(owner.apiVersion), namespace, owner.name) !== undefined };
    ownerships.set(ownerReferences, known);
  }
  return known.given;
}

const own: Path = ['metadata', 'annotations'];
const ownAlone: readonly Path[] = [own];

function annotationPaths(object: KubernetesObject): readonly Path[] {
  const template = object.kind === 'Pod' ? undefined : podTemplateOf(object);
  return template ? [own, [...template.specPath.slice(0, -1), ...own]] : ownAlone;
}

const pod = (annotations: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, annotations: ${annotations}}\nspec: {containers: [{name: app, image: app}]}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'credential-in-annotation',
  on: 'object',
  kinds: [
    '/Pod', 'apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', 'batch/CronJob', '/ReplicationController',
    '/Service', '/ServiceAccount', '/ConfigMap', '/Secret', '/Namespace', '/Node', '/PersistentVolumeClaim', 'networking.k8s.io/Ingress', 'gateway.networking.k8s.io/Gateway',
  ],
  title: 'Credential stands in an annotation',
  why: 'Whoever may look at the object reads its annotations, and dashboards, logs and events repeat them.',
  fix: 'Change the credential, put the new one into a Secret and take the annotation away.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  // What a controller made has the annotations of its template, which is judged itself.
  appliesTo: (subject, context) => (subject.object.metadata.annotations !== undefined || annotationPaths(subject.object).some((path) => valueAt(subject.object, path) !== undefined)) && !ownerGiven(subject, context),
  check: (subject) => {
    const breaches: Breach[] = [];
    for (const path of annotationPaths(subject.object)) {
      const annotations = textMap(valueAt(subject.object, path));
      for (const name of Object.keys(annotations)) {
        const value = annotations[name] ?? '';
        const what = credentialOf(name, value);
        if (what === undefined) continue;
        const { ref } = subject;
        breaches.push({
          message: `has ${what} in annotation ${name}`,
          evidence: [evidence(ref, [...path, name], mask(value))],
          expected: 'no credential',
          change: { target: ref, title: `Take annotation ${name} away`, edits: [{ op: 'remove', path: [...path, name] }], breaks: 'Whatever reads the credential from there.' },
        });
      }
    }
    return breaches;
  },
  examples: {
    bad: [
      pod('{shop.example/db-password: hunter2}'),
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop}\nspec: {template: {metadata: {annotations: {proxy.example/config: "https://app:hunter2@proxy.example/"}}, spec: {containers: [{name: app, image: app}]}}}\n',
    ],
    good: [pod('{checksum/secret: 9f86d081884c7d659a2feaa0c55ad015, nginx.ingress.kubernetes.io/auth-secret: shop-basic-auth, vault.hashicorp.com/agent-inject-secret-db: secret/data/db}')],
    unknown: [],
  },
});

export default rule;
