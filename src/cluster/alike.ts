import type { Fields } from './read.ts';
import { entries, fields, text } from './read.ts';

// What two pods must share to be judged as one: everything that a rule, technique or threat reads of a pod spec.
const podFields = [
  'hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'automountServiceAccountToken', 'runtimeClassName',
  'securityContext', 'hostAliases', 'dnsConfig', 'os',
] as const;
const containerFields = [
  'name', 'image', 'command', 'args', 'env', 'envFrom', 'ports', 'securityContext', 'volumeDevices', 'resources', 'lifecycle', 'restartPolicy',
] as const;
const falseByDefault = new Set(['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace']);

/** What the maker of a pod fills in beside its template. */
export interface Filled {
  /** Names of the volumes that stand for the claims of a StatefulSet: every pod has its own. */
  readonly claims?: ReadonlySet<string>;
  /** The LimitRanger filled in resources. */
  readonly resources?: boolean;
}

/**
 * One text for all pod specs that are alike. Left out: what the API server, its admission plug-ins, the scheduler and the
 * kubelet fill in on every pod (the token volume, pull secrets, node name, tolerations, defaulted fields), so that a pod
 * equals its template.
 */
export function likeness(spec: Fields, filled: Filled = {}): string {
  const token = automaticTokenVolumes(spec);
  const parts: unknown[] = podFields.map((name) => stated(name, spec[name]));
  parts.push(text(spec['serviceAccountName']) ?? text(spec['serviceAccount']) ?? 'default');
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    parts.push(entries(spec[list]).map(({ value }) => containerLikeness(value, token, filled)));
  }
  parts.push(entries(spec['volumes']).filter(({ value }) => !token.has(text(value['name']) ?? '') && filled.claims?.has(text(value['name']) ?? '') !== true).map(({ value }) => volumeLikeness(value)));
  return JSON.stringify(parts);
}

function stated(name: string, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (falseByDefault.has(name) && value === false) return null;
  const map = fields(value);
  return map && Object.keys(map).length === 0 ? null : sorted(value);
}

function containerLikeness(container: Fields, token: ReadonlySet<string>, { resources }: Filled): unknown {
  const mounts = entries(container['volumeMounts'])
    .filter(({ value }) => !token.has(text(value['name']) ?? ''))
    .map(({ value }) => [value['name'], value['mountPath'], value['subPath'] ?? null, value['readOnly'] === true, value['mountPropagation'] ?? null]);
  return [...containerFields.map((name) => (name === 'resources' && resources === true ? null : containerField(name, container[name]))), mounts];
}

function containerField(name: string, value: unknown): unknown {
  if (name === 'ports') return entries(value).map(({ value: port }) => [port['containerPort'], port['hostPort'] ?? 0, port['protocol'] ?? 'TCP', port['name'] ?? null]);
  if (name === 'env') return entries(value).map(({ value: variable }) => [variable['name'], variable['value'] ?? null, withoutApiVersion(variable['valueFrom'])]);
  return stated(name, name === 'resources' ? withRequests(value) : value);
}

/** What is not asked for is asked for as far as it is limited: the API server fills it in. */
function withRequests(value: unknown): unknown {
  const resources = fields(value);
  const limits = fields(resources?.['limits']);
  return resources && limits ? { ...resources, requests: { ...limits, ...fields(resources['requests']) } } : value;
}

/** `fieldRef` gets its apiVersion from the API server. */
function withoutApiVersion(value: unknown): unknown {
  return JSON.parse(JSON.stringify(sorted(value) ?? null, (key, part: unknown) => (key === 'apiVersion' ? undefined : part))) as unknown;
}

const modeFields = new Set(['defaultMode', 'type', 'optional', 'apiVersion']);

function volumeLikeness(volume: Fields): unknown {
  return sorted(volume, (key, value) => modeFields.has(key) && (typeof value === 'number' || value === '' || key === 'optional' || key === 'apiVersion'));
}

function automaticTokenVolumes(spec: Fields): ReadonlySet<string> {
  return new Set(
    entries(spec['volumes'])
      .map(({ value }) => text(value['name']) ?? '')
      .filter((name) => name.startsWith('kube-api-access')),
  );
}

function sorted(value: unknown, leaveOut: (key: string, value: unknown) => boolean = () => false): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item, leaveOut));
  const map = fields(value);
  if (!map) return value;
  return Object.fromEntries(
    Object.entries(map)
      .filter(([key, part]) => part !== null && !leaveOut(key, part))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part, leaveOut)]),
  );
}
