import { parseImage, repositoryName } from '../engines/images/reference.ts';
import type { State } from './states.ts';

/** Whoever may push to a repository. @param image a reference, or a repository as people write it */
export function imageState(image: string): State {
  return `image:${repositoryName(image)}`;
}

/** Whoever may push to every repository of a registry. */
export function registryState(host: string): State {
  return `registry:${host}`;
}

export function registryOf(image: string): string | undefined {
  return parseImage(image)?.registry;
}

/** What an entry of registry credentials is for: `https://index.docker.io/v1/` is Docker's registry, `*.registry.example` many, `registry.example/team` a part of one. */
export interface CredentialScope {
  readonly host: string;
  /** Empty for all of it. */
  readonly path: string;
}

export function credentialScope(entry: string): CredentialScope {
  const [host = '', ...path] = entry.replace(/^[a-z]+:\/\//, '').replace(/\/+$/, '').split('/');
  if (host === 'index.docker.io' || host === 'registry-1.docker.io' || host === 'docker.io') return { host: 'docker.io', path: /^v[12]$/.test(path[0] ?? '') ? '' : path.join('/') };
  return { host, path: path.length === 1 && /^v[12]$/.test(path[0] ?? '') ? '' : path.join('/') };
}

/** As the kubelet matches: a star stands for characters of one part of the name. */
export function isOfHost({ host }: CredentialScope, registry: string): boolean {
  if (!host.includes('*')) return host === registry;
  return host.length < 200 && new RegExp(`^${host.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^.]*')}$`).test(registry);
}
