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

/** The host of an entry of registry credentials: `https://index.docker.io/v1/` is Docker's. */
export function credentialHost(entry: string): string {
  const [host = ''] = entry.replace(/^[a-z]+:\/\//, '').split('/');
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host;
}
