import { texts } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { programOf } from '../../knowledge/vulnerabilities/index.ts';
import { versionInTag } from './index.ts';

export interface RunProgram {
  readonly program: string;
  readonly version: string;
}

/** The program of known flaws that a container runs, with the version of its tag; undefined where it is another or names none. */
export function programRunBy(container: Container): RunProgram | undefined {
  const program = programOf(repositoryOf(container.image));
  if (program === undefined) return undefined;
  const version = versionInTag(container.image);
  if (version === undefined) return undefined;
  // A backup takes the image of etcd for its client.
  const [command] = texts(container.spec['command']);
  if (program === 'etcd' && command !== undefined && command.split('/').at(-1) !== 'etcd') return undefined;
  return { program, version };
}
