import { canonical, isSame, Loose } from './canonical.ts';
import type { Fields } from './read.ts';
import { entries, fields, mapsIn, text } from './read.ts';

// What two pods must share to be judged as one: everything that a rule, technique or threat reads of a pod spec.
const podFields = [
  'hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'automountServiceAccountToken', 'runtimeClassName',
  'securityContext', 'hostAliases', 'dnsConfig', 'os',
] as const;
const containerFields = [
  'name', 'image', 'command', 'args', 'env', 'envFrom', 'ports', 'securityContext', 'volumeDevices', 'resources', 'lifecycle', 'restartPolicy',
] as const;
const mountFields = ['name', 'mountPath', 'subPath', 'readOnly', 'mountPropagation'] as const;
const falseByDefault = new Set(['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace']);

/** What the maker of a pod fills in beside its template. */
export interface Filled {
  /** Names of the volumes that stand for the claims of a StatefulSet: every pod has its own. */
  readonly claims?: ReadonlySet<string>;
  /** The LimitRanger filled in resources. */
  readonly resources?: boolean;
}

/**
 * One text for all pod specs that are alike. Left out: what the API server, its admission plug-ins, the scheduler and the kubelet
 * fill in on every pod (the token volume, pull secrets, node name, tolerations, defaulted fields), so that a pod equals its template.
 */
export function likeness(spec: Fields, filled: Filled = {}): string {
  const token = automaticTokenVolumes(spec);
  return canonical([
    podFields.map((name) => stated(name, spec[name])),
    accountName(spec),
    ...containerLists.map((list) => entries(spec[list]).map(({ value }) => containerForm(value, token, filled))),
    ownVolumes(spec, token, filled).map((volume) => new Loose(volume, isFilledMode)),
  ]);
}

/** Whether two pod specs have one likeness. Most are asked about once, for their template, and neither text nor form is made for that. */
export function areAlike(a: Fields, b: Fields, filled: Filled = {}): boolean {
  const [ofA, ofB] = [automaticTokenVolumes(a), automaticTokenVolumes(b)];
  return (
    podFields.every((name) => a[name] === b[name] || isSame(a[name], b[name]) || isSame(stated(name, a[name]), stated(name, b[name]))) &&
    accountName(a) === accountName(b) &&
    containerLists.every((list) => areAllAlike(mapsIn(a[list]), mapsIn(b[list]), (one, other) => areContainersAlike(one, other, ofA, ofB, filled))) &&
    areAllAlike(ownVolumes(a, ofA, filled), ownVolumes(b, ofB, filled), areVolumesAlike)
  );
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

function areAllAlike(a: readonly Fields[], b: readonly Fields[], areBoth: (a: Fields, b: Fields) => boolean): boolean {
  return a.length === b.length && a.every((one, index) => areBoth(one, b[index] ?? {}));
}

function areContainersAlike(a: Fields, b: Fields, ofA: ReadonlySet<string>, ofB: ReadonlySet<string>, filled: Filled): boolean {
  for (const name of containerFields) if (!isFieldAlike(name, a[name], b[name], filled)) return false;
  return areAllAlike(ownMounts(a, ofA), ownMounts(b, ofB), areMountsAlike);
}

function isFieldAlike(name: string, one: unknown, other: unknown, filled: Filled): boolean {
  if (one === other) return true;
  // Most are the same as they stand; of resources a request of null would be one and no request.
  if (name !== 'resources' && isSame(one, other)) return true;
  return isSame(containerField(name, one, filled), containerField(name, other, filled));
}

function areVolumesAlike(one: Fields, other: Fields): boolean {
  return isSame(one, other, isFilledMode);
}

function areMountsAlike(one: Fields, other: Fields): boolean {
  return one === other || mountFields.every((name) => one[name] === other[name] || isSame(mountField(name, one), mountField(name, other)));
}

function containerForm(container: Fields, token: ReadonlySet<string>, filled: Filled): readonly unknown[] {
  return [
    containerFields.map((name) => containerField(name, container[name], filled)),
    ownMounts(container, token).map((mount) => mountFields.map((name) => mountField(name, mount))),
  ];
}

function ownVolumes(spec: Fields, token: ReadonlySet<string>, { claims }: Filled): readonly Fields[] {
  return mapsIn(spec['volumes']).filter(({ name }) => !token.has(text(name) ?? '') && claims?.has(text(name) ?? '') !== true);
}

function ownMounts(container: Fields, token: ReadonlySet<string>): readonly Fields[] {
  const mounts = mapsIn(container['volumeMounts']);
  return token.size === 0 ? mounts : mounts.filter(({ name }) => !token.has(text(name) ?? ''));
}

function mountField(name: string, mount: Fields): unknown {
  return name === 'readOnly' ? mount['readOnly'] === true : mount[name];
}

/** What says nothing is as good as not there. */
function stated(name: string, value: unknown): unknown {
  if (falseByDefault.has(name) && value === false) return null;
  const map = fields(value);
  return map && Object.values(map).every((part) => part === null || part === undefined) ? null : value;
}

function containerField(name: string, value: unknown, { resources }: Filled): unknown {
  if (name === 'resources') return resources === true ? null : stated(name, withRequests(value));
  if (name === 'ports') return entries(value).map(({ value: port }) => [port['containerPort'], port['hostPort'] ?? 0, port['protocol'] ?? 'TCP', port['name']]);
  if (name === 'env') return new Loose(entries(value).map(({ value: variable }) => [variable['name'], variable['value'], variable['valueFrom']]), isFilledVersion);
  return stated(name, value);
}

/** `fieldRef` gets its apiVersion from the API server. */
function isFilledVersion(key: string): boolean {
  return key === 'apiVersion';
}

/** What is not asked for is asked for as far as it is limited: the API server fills it in. */
function withRequests(value: unknown): unknown {
  const resources = fields(value);
  const limits = fields(resources?.['limits']);
  return resources && limits ? { ...resources, requests: { ...limits, ...fields(resources['requests']) } } : value;
}

const modeFields = new Set(['defaultMode', 'type', 'optional', 'apiVersion']);

function isFilledMode(key: string, value: unknown): boolean {
  return modeFields.has(key) && (typeof value === 'number' || value === '' || key === 'optional' || key === 'apiVersion');
}

const noVolumes: ReadonlySet<string> = new Set();

function automaticTokenVolumes(spec: Fields): ReadonlySet<string> {
  let names: Set<string> | undefined;
  for (const { name } of mapsIn(spec['volumes'])) if (typeof name === 'string' && name.startsWith('kube-api-access')) (names ??= new Set()).add(name);
  return names ?? noVolumes;
}

/** Whose name a pod acts in; an empty one is as good as none. */
export function accountName(spec: Fields): string {
  return text(spec['serviceAccountName']) || text(spec['serviceAccount']) || 'default';
}
