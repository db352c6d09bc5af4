import { entries, texts } from '../cluster/read.ts';
import type { KubernetesObject, Path } from '../model/object.ts';

export interface WritingProvider {
  /** `identity`, `aescbc`, `aesgcm`, `secretbox`, `kms`; identity where the file does not name the resource. */
  readonly name: string;
  /** Version of a `kms` provider. */
  readonly version?: string;
  readonly path: Path;
}

/**
 * The provider that an EncryptionConfiguration writes a core resource with: the first of the entries that name it, else of
 * `*.`, else of `*.*`; the others only read what was written before.
 */
export function writingProvider(file: KubernetesObject, resource: string): WritingProvider {
  const rows = entries(file['resources']);
  const naming = [resource, '*.', '*.*'].map((name) => rows.find(({ value }) => texts(value['resources']).includes(name))).find((row) => row !== undefined);
  if (!naming) return { name: 'identity', path: ['resources'] };
  const path = ['resources', naming.index, 'providers'];
  const [first] = entries(naming.value['providers']);
  const name = first && Object.keys(first.value)[0];
  if (!first || name === undefined) return { name: 'identity', path };
  const [settings] = entries([first.value[name]]);
  const version = settings?.value['apiVersion'];
  // A kms provider without a version is one of the first.
  return { name, path: [...path, first.index, name], ...(name === 'kms' ? { version: typeof version === 'string' ? version : 'v1' } : {}) };
}
