// Reads off real API servers what every cluster is born with, into src/knowledge/bootstrap.
//
//   node scripts/bootstrap/read.ts          every release listed in ../servers/build.ts, newest first
//   node scripts/bootstrap/read.ts 37 36    these minors; what the files say of others stays
//
// Needs Go and the module proxy; the first run builds about three minutes for each minor, later ones start at once. The
// files are written after each minor. A new release: add it to the list in ../servers/build.ts, read it, adapt the pinned
// differences in src/knowledge/bootstrap/index.test.ts.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildEtcd, buildServer, releases } from '../servers/build.ts';
import { startApiServer, type ApiServer } from '../servers/server.ts';
import { writeMinor, type Row } from './ranges.ts';

const output = resolve(import.meta.dirname, '../../src/knowledge/bootstrap');

/** Kinds that are stored. Others that a fresh server holds depend on its flags or its process; they are only named. */
const stored = new Set([
  'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Namespace', 'PriorityClass', 'FlowSchema', 'PriorityLevelConfiguration', 'Service', 'ServiceAccount',
]);

interface Resource extends Row {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

interface Found extends Row {
  readonly object: BornObject;
}

interface BornObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

await mkdir(output, { recursive: true });
const minors = process.argv.slice(2).map(Number);
const all = Object.keys(releases).map(Number).toSorted((a, b) => b - a);
for (const minor of minors.length > 0 ? minors : all) {
  try {
    await read(minor);
  } catch (error) {
    console.error(`1.${minor} failed:`, error);
    process.exitCode = 1;
  }
}

async function read(minor: number): Promise<void> {
  const server = await startApiServer({ apiServer: await buildServer('kube-apiserver', minor), etcd: await buildEtcd() });
  try {
    const resources = await discover(server);
    const { objects, others } = await settled(server, resources);
    const objectLines = await writeMinor(join(output, 'objects.json'), minor, objects, ({ object }) => objectOrder(object as BornObject));
    const resourceLines = await writeMinor(join(output, 'resources.json'), minor, resources, (row) => resourceOrder(row as Resource));
    console.log(`1.${minor} (${releases[minor]}): ${objects.length} objects, ${resources.length} resources; files hold ${objectLines} and ${resourceLines} lines; not stored: ${others.join(', ')}`);
  } finally {
    await server.stop();
  }
}

function objectOrder({ kind, metadata }: BornObject): readonly string[] {
  return [kind, metadata.namespace ?? '', metadata.name];
}

function resourceOrder({ group, resource, version }: Resource): readonly string[] {
  return [group, resource, version];
}

async function discover(server: ApiServer): Promise<readonly Resource[]> {
  const { groups } = (await server.get('/apis')) as { groups: { versions: { groupVersion: string }[] }[] };
  const versions = ['v1', ...groups.flatMap((group) => group.versions.map((version) => version.groupVersion))];
  const lists = await Promise.all(versions.map((version) => resourcesOf(server, version)));
  return lists.flat();
}

async function resourcesOf(server: ApiServer, groupVersion: string): Promise<readonly Resource[]> {
  const list = (await server.get(pathOf(groupVersion))) as { resources: { name: string; kind: string; namespaced: boolean; verbs: string[] }[] };
  const [version = '', group = ''] = groupVersion.split('/').toReversed();
  return list.resources.map(({ name, kind, namespaced, verbs }) => ({ group, version, resource: name, kind, namespaced, verbs: verbs.toSorted() }));
}

function pathOf(groupVersion: string): string {
  return `${groupVersion.includes('/') ? '/apis' : '/api'}/${groupVersion}`;
}

/** The objects, read until nothing was added or changed for a while: some hooks go on after the server is ready. */
async function settled(server: ApiServer, resources: readonly Resource[]): Promise<{ objects: readonly Found[]; others: readonly string[] }> {
  let before = '';
  let same = 0;
  for (let round = 0; round < 60; round += 1) {
    const { objects, others } = await listAll(server, resources);
    const text = JSON.stringify(objects);
    same = text === before ? same + 1 : 0;
    before = text;
    if (same === 3) return { objects, others };
    await wait(1000);
  }
  throw new Error('the objects still change after a minute');
}

async function listAll(server: ApiServer, resources: readonly Resource[]): Promise<{ objects: readonly Found[]; others: readonly string[] }> {
  const objects: Found[] = [];
  const others = new Set<string>();
  for (const { group, version, resource, kind } of preferred(resources)) {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const { items } = (await server.get(`${pathOf(apiVersion)}/${resource}`)) as { items: { metadata: BornObject['metadata'] }[] | null };
    for (const item of items ?? []) {
      if (stored.has(kind)) objects.push({ object: bare({ apiVersion, kind, ...item }) });
      else others.add(kind);
    }
  }
  return { objects, others: [...others].toSorted() };
}

/** Each resource that can be listed, once, in the version its group names first. */
function preferred(resources: readonly Resource[]): readonly Resource[] {
  const first = new Map<string, Resource>();
  for (const resource of resources) {
    const key = `${resource.group}/${resource.resource}`;
    if (resource.verbs.includes('list') && !first.has(key)) first.set(key, resource);
  }
  return [...first.values()];
}

/** The object without what differs from cluster to cluster. */
function bare(object: BornObject): BornObject {
  const metadata = without(object.metadata, ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation']) as BornObject['metadata'];
  const kept: BornObject = { ...(without(object, ['status']) as BornObject), metadata };
  // A controller fills these rules from other roles; whoever reads them computes them.
  if (kept.kind === 'ClusterRole' && kept['aggregationRule'] !== undefined) return { ...kept, rules: [] };
  if (kept.kind === 'Service') return { ...kept, spec: withoutAddresses(kept['spec'] as { ports: object[] }) };
  return kept;
}

/** Addresses, address families and the port it leads to follow from the server's flags. */
function withoutAddresses(spec: { ports: object[] }): object {
  return { ...without(spec, ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']), ports: spec.ports.map((port) => without(port, ['targetPort'])) };
}

function without(record: object, fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)));
}
