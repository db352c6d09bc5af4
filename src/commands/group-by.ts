import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileOwners, type OwnersOf } from '../decisions/owners.ts';
import { UsageError } from './exit.ts';

// Where GitHub and GitLab look, below the root of the repository.
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** Who answers for findings: `codeowners`, `codeowners=FILE` or `label:KEY`. @throws UsageError for another word, or a file that is not there */
export function ownersBy(word: string, cwd: string = process.cwd()): OwnersOf {
  if (word.startsWith('label:') && word.length > 'label:'.length) return byLabel(word.slice('label:'.length));
  if (word !== 'codeowners' && !word.startsWith('codeowners=')) throw new UsageError(`--group-by ${word} is not known`, 'codeowners, codeowners=FILE, or label:KEY');
  const file = word === 'codeowners' ? foundAbove(cwd) : resolve(cwd, word.slice('codeowners='.length));
  if (file === undefined || !existsSync(file)) throw new UsageError(`--group-by ${word}: there is no CODEOWNERS`, `Looked for ${places.join(', ')} in this directory and those above; name another: --group-by codeowners=FILE`);
  return byFile(file, cwd);
}

function foundAbove(directory: string): string | undefined {
  const found = places.map((place) => join(directory, place)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const above = dirname(directory);
  return above === directory || existsSync(join(directory, '.git')) ? undefined : foundAbove(above);
}

/** Patterns start at the root of the repository: where the file stands, or above the folder that is meant for it. */
function byFile(file: string, cwd: string): OwnersOf {
  const place = places.find((each) => file.replaceAll('\\', '/').endsWith(`/${each}`));
  const root = place?.includes('/') ? dirname(dirname(file)) : dirname(file);
  const owners = fileOwners(readFileSync(file, 'utf8'));
  return ({ location }) => {
    if (location === null) return [];
    const path = relative(root, resolve(cwd, location.file)).replaceAll('\\', '/');
    return path === '' || path.startsWith('..') ? [] : owners(path);
  };
}

function byLabel(key: string): OwnersOf {
  return ({ object }, labelsOf) => {
    const namespace = object.kind === 'Namespace' ? object.name : object.namespace;
    const value = namespace === undefined ? undefined : labelsOf(namespace)[key];
    return value === undefined || value === '' ? [] : [value];
  };
}
