import assert from 'node:assert/strict';
import type { ApiServer } from '../../scripts/servers/server.ts';
import { Authorizer, type SubjectAccessReviewSpec } from '../../src/engines/access/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { Choices } from './choices.ts';
import { namespaces } from './rbac-world.ts';
import { againstServers, create, inFlight, remove, reviewed, settled, withBuiltIn } from './servers.ts';

const seed = 20261129;
const asked = 4000;
const nodes = ['n1', 'n2'];
const names = ['a', 'b', 'c'];

/** A pod on a node with references of every kind that the Node authorizer follows. */
function pod(random: Choices, name: string, namespace: string): KubernetesObject {
  const secret = (): string => random.pick(names);
  const volumes = [
    { secret: { secretName: secret() } }, { configMap: { name: secret() } }, { persistentVolumeClaim: { claimName: secret() } },
    { projected: { sources: [{ secret: { name: secret() } }, { configMap: { name: secret() } }] } },
    { csi: { driver: 'x.example', nodePublishSecretRef: { name: secret() } } }, { azureFile: { secretName: secret(), shareName: 's' } }, { emptyDir: {} },
    { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } } },
  ];
  const env = [
    { env: [{ name: 'X', valueFrom: { secretKeyRef: { name: secret(), key: 'k' } } }] }, { env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: secret(), key: 'k' } } }] },
    { envFrom: [{ secretRef: { name: secret() } }] }, { envFrom: [{ configMapRef: { name: secret() } }] }, {},
  ];
  // The copy of a static pod may refer to nothing, and gives its node nothing.
  if (random.chance(0.1)) return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, annotations: { 'kubernetes.io/config.mirror': 'hash' } }, spec: { nodeName: random.pick(nodes), containers: [{ name: 'c', image: 'i' }] } };
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace },
    spec: {
      nodeName: random.pick(nodes), serviceAccountName: random.pick(names), automountServiceAccountToken: false,
      containers: [{ name: 'c', image: 'i', ...random.pick(env) }], initContainers: [{ name: 'i', image: 'i', ...random.pick(env) }],
      volumes: random.several(volumes, 3).map((volume, index) => ({ name: `v${index}`, ...volume })),
      ...(random.chance(0.3) ? { imagePullSecrets: [{ name: secret() }] } : {}),
    },
  };
}

function volume(random: Choices, name: string): KubernetesObject {
  const secretRef = { name: random.pick(names), namespace: random.pick(namespaces) };
  return {
    apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name },
    spec: {
      capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], claimRef: { namespace: random.pick(namespaces), name: random.pick(names) },
      csi: { driver: 'x.example', volumeHandle: name, [random.pick(['nodePublishSecretRef', 'nodeStageSecretRef', 'controllerPublishSecretRef', 'nodeExpandSecretRef'])]: secretRef },
    },
  };
}

function attachment(random: Choices, name: string): KubernetesObject {
  return { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', metadata: { name }, spec: { attacher: 'x.example', nodeName: random.pick(nodes), source: { persistentVolumeName: 'a' } } };
}

const kinds = [
  ['', 'secrets'], ['', 'configmaps'], ['', 'persistentvolumeclaims'], ['', 'persistentvolumes'], ['', 'serviceaccounts'], ['', 'serviceaccounts/token'], ['', 'pods'], ['', 'pods/status'], ['', 'pods/eviction'], ['', 'pods/exec'],
  ['', 'nodes'], ['', 'nodes/status'], ['', 'nodes/proxy'], ['', 'services'], ['', 'endpoints'], ['', 'events'], ['events.k8s.io', 'events'], ['storage.k8s.io', 'volumeattachments'], ['storage.k8s.io', 'csinodes'], ['storage.k8s.io', 'csidrivers'],
  ['coordination.k8s.io', 'leases'], ['resource.k8s.io', 'resourceclaims'], ['resource.k8s.io', 'resourceslices'], ['certificates.k8s.io', 'certificatesigningrequests'], ['certificates.k8s.io', 'clustertrustbundles'], ['certificates.k8s.io', 'podcertificaterequests'],
  ['authentication.k8s.io', 'tokenreviews'], ['authorization.k8s.io', 'subjectaccessreviews'], ['node.k8s.io', 'runtimeclasses'],
] as const;
const verbs = ['get', 'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

function question(random: Choices): SubjectAccessReviewSpec {
  const [group, kind] = random.pick(kinds);
  const [resource = '', subresource = ''] = kind.split('/');
  const node = random.pick(nodes);
  const groups = random.chance(0.95) ? ['system:nodes', 'system:authenticated'] : ['system:authenticated'];
  const name = random.pick([...names, 'p1', 'p2', 'p3', 'n1', 'n2', 'va1', 'va2', 'p1-v0', '']);
  const verb = random.pick(verbs);
  const selectors = [{ rawSelector: `spec.nodeName=${node}` }, { requirements: [{ key: 'spec.nodeName', operator: 'In', values: [node] }] }, { rawSelector: `spec.nodeName!=${node}` }, { rawSelector: 'spec.nodeName=n3' }];
  const selecting = ['list', 'watch', 'deletecollection'].includes(verb) && random.chance(0.6) ? { fieldSelector: random.pick(selectors) } : {};
  return { user: `system:node:${node}`, groups, resourceAttributes: { verb, group, resource, subresource, namespace: random.pick(['', 'one', 'two', 'kube-node-lease']), name, ...selecting } };
}

async function ask(server: ApiServer, random: Choices, minor: number): Promise<number> {
  const objects = [
    ...namespaces.flatMap((namespace) => names.map((name): KubernetesObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }))),
    ...namespaces.flatMap((namespace) => ['p1', 'p2', 'p3'].map((name) => pod(random, name, namespace))),
    ...names.map((name) => volume(random, name)), attachment(random, 'va1'), attachment(random, 'va2'),
  ];
  await create(server, objects);
  await settled(server);
  const authorizer = Authorizer.from(withBuiltIn(minor, objects), { version: `1.${minor}` });
  const questions = Array.from({ length: asked / 4 }, () => question(random));
  const theirs = await inFlight(questions, (spec) => reviewed(server, spec));
  for (const [index, spec] of questions.entries()) {
    assert.equal(authorizer.authorize(spec).allowed, theirs[index], `${JSON.stringify(spec)}\n${JSON.stringify(objects)}`);
  }
  await remove(server, objects);
  return theirs.filter(Boolean).length;
}

againstServers(`${asked} random questions of nodes are answered as by kube-apiserver (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  let allowed = 0;
  for (let round = 0; round < 4; round++) allowed += await ask(server, random, minor);
  assert.ok(allowed > asked * 0.1 && allowed < asked * 0.9, `${allowed} allowed: the questions decide nothing`);
});
