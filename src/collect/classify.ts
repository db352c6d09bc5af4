import type { SkipReason } from '../model/snapshot.ts';
import { fields, text, type Fields } from './read.ts';

/** What one document or list item is. */
export type Classified =
  | { readonly is: 'object'; readonly object: Fields }
  | { readonly is: 'list'; readonly items: readonly unknown[]; readonly envelope: Fields }
  | { readonly is: 'configz'; readonly config: Fields }
  | { readonly is: 'version'; readonly version: string }
  | { readonly is: 'skipped'; readonly reason: SkipReason };

const deepestList = 10;
export { deepestList };

/** Tells Kubernetes objects, lists of them, kubelet answers and everything else apart, by content alone. */
export function classify(value: unknown, file: string): Classified {
  if (value === null || value === undefined) return { is: 'skipped', reason: 'empty document' };
  const map = fields(value);
  if (!map) return { is: 'skipped', reason: 'not a Kubernetes object' };
  const configz = fields(map['kubeletconfig']);
  if (configz) return { is: 'configz', config: configz };
  const version = versionAnswer(map);
  if (version !== undefined) return { is: 'version', version };
  const named = map['kind'] === undefined && map['apiVersion'] === undefined ? (ofOldBundle(map, file) ?? map) : map;
  return classifyNamed(named, file);
}

function classifyNamed(map: Fields, file: string): Classified {
  const kind = text(map['kind']);
  const apiVersion = text(map['apiVersion']);
  if (kind === undefined || apiVersion === undefined) return { is: 'skipped', reason: otherFile(map, file) };
  if (kind.endsWith('List') && (Array.isArray(map['items']) || map['items'] === null)) {
    return { is: 'list', items: Array.isArray(map['items']) ? (map['items'] as unknown[]) : [], envelope: map };
  }
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) return { is: 'skipped', reason: 'kustomization' };
  const named = withName(map, file);
  return named ? { is: 'object', object: named } : { is: 'skipped', reason: 'not a Kubernetes object' };
}

/** Old bundles of sonobuoy say kind and version nowhere but in the name of the file and in the link of the object to itself. */
function ofOldBundle(map: Fields, file: string): Fields | undefined {
  const plural = /(?:^|\/)resources\/(?:ns\/[^/]+|cluster)\/([A-Z]\w+)\.json$/.exec(file)?.[1];
  const link = text(fields(map['metadata'])?.['selfLink']);
  const apiVersion = link === undefined ? undefined : /^\/api\/(v1)\/|^\/apis\/([^/]+\/[^/]+)\//.exec(link);
  if (plural === undefined || !apiVersion) return undefined;
  const kind = plural === 'Endpoints' ? plural : plural.replace(/ies$/, 'y').replace(/(?<=ss)es$|(?<!s)s$/, '');
  return { apiVersion: apiVersion[1] ?? apiVersion[2], kind, ...map };
}

/** `kubectl version -o json`, `/version`, and what troubleshoot keeps of it. */
function versionAnswer(map: Fields): string | undefined {
  const server = fields(map['serverVersion']) ?? (typeof map['string'] === 'string' ? fields(map['info']) : undefined) ?? (map['gitVersion'] !== undefined && map['goVersion'] !== undefined ? map : undefined);
  return text(server?.['gitVersion']);
}

function otherFile(map: Fields, file: string): SkipReason {
  if (/(^|\/)(Chart|values[^/]*)\.ya?ml$/.test(file)) return 'Helm chart metadata';
  if (/(^|\/)kustomization\.ya?ml$/.test(file) || map['resources'] !== undefined) return 'kustomization';
  return 'not a Kubernetes object';
}

/** Configuration documents have no metadata, and `generateName` leaves the name to the API server: both get one that shows where it is from. */
function withName(map: Fields, file: string): Fields | undefined {
  const metadata = fields(map['metadata']) ?? {};
  if (text(metadata['name']) !== undefined) return map;
  if (typeof metadata['name'] === 'number' || typeof metadata['name'] === 'boolean') return { ...map, metadata: { ...metadata, name: String(metadata['name']) } };
  const generated = text(metadata['generateName']);
  const base = file.slice(file.lastIndexOf('/') + 1);
  return { ...map, metadata: { ...metadata, name: generated === undefined ? base : `${generated}*` } };
}

/** The kind of an item of a typed list whose items carry none: an item of `PodList` is a `Pod`. */
export function asListItem(item: unknown, envelope: { readonly apiVersion?: unknown; readonly kind?: unknown }): unknown {
  const map = fields(item);
  const listKind = text(envelope.kind) ?? '';
  if (!map || (map['kind'] !== undefined && map['apiVersion'] !== undefined) || listKind === 'List' || !listKind.endsWith('List')) return item;
  return { apiVersion: envelope.apiVersion, kind: listKind.slice(0, -'List'.length), ...map };
}
