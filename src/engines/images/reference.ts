import { rememberMany } from '../../model/remember.ts';

/** An image reference in its full form, as a container runtime resolves it. */
export interface ImageReference {
  /** Host of the registry, with port where one is written: `docker.io` where none is. */
  readonly registry: string;
  /** Path in the registry: `library/nginx`. */
  readonly repository: string;
  /** As written, or `latest` where neither tag nor digest is; undefined where a digest alone names the image. */
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
  /** Whether the tag was written rather than filled in. */
  readonly tagged: boolean;
}

// The grammar of github.com/distribution/reference, its regexp.go.
const hostLabel = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const host = `(?:${hostLabel}(?:\\.${hostLabel})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const named = new RegExp(`^(?:(${host})/)?(${pathPart}(?:/${pathPart})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`);
const identifier = /^[a-f0-9]{64}$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const longestPath = 255;

/** Reads a reference as kubelets do; null where no runtime would take it: capitals in the path, an empty or malformed part. */
export const parseImage: (image: string) => ImageReference | null = rememberMany(read);

function read(image: string): ImageReference | null {
  if (identifier.test(image)) return null;
  const match = named.exec(withRegistry(image));
  if (!match) return null;
  const [, registry = '', path = '', tag, digest] = match;
  if (path.length > longestPath || (digest !== undefined && !isDigest(digest))) return null;
  const filled = tag ?? (digest === undefined ? 'latest' : undefined);
  return { registry, repository: path, tagged: tag !== undefined, ...(filled === undefined ? {} : { tag: filled }), ...(digest === undefined ? {} : { digest }) };
}

/** The first part is a host only where it looks like one; Docker's registry keeps single names under `library`. */
function withRegistry(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const isHost = first !== '' && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first;
  const rest = isHost ? image.slice(slash + 1) : image;
  return `${registry}/${registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest}`;
}

function isDigest(digest: string): boolean {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = digestLengths[algorithm];
  return length === undefined ? false : hex.length === length && hex === hex.toLowerCase();
}

/** Registry and path, the way images are told apart: `docker.io/library/nginx`; of a malformed reference as much as stands there. */
export function repositoryName(image: string): string {
  const reference = parseImage(image);
  return reference ? `${reference.registry}/${reference.repository}` : (image.split('@')[0] ?? '').replace(/:[^/:]*$/, '');
}

const movingNames = /^(latest|stable|mainline|main|master|head|trunk|dev|devel|develop|development|edge|nightly|daily|weekly|canary|rolling|snapshot|current|next|testing|test|unstable|beta|alpha|rc|lts|staging|stage|prod|production|release)([-_.][a-z]+)*$/i;

/** Whether a tag is by its name meant to move: `latest`, a branch or channel, or a version without its last number. */
export const isMovingTag: (tag: string) => boolean = rememberMany(readsAsMoving);

function readsAsMoving(tag: string): boolean {
  return movingNames.test(tag) || /^v?\d{1,2}(\.\d{1,3})?(-[a-z]+)?$/.test(tag);
}

export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** The policy in force: as written, else what the API server fills in by the tag. A reference it cannot read counts as no tag. */
export function pullPolicyOf(image: string, written: unknown): PullPolicy {
  if (written === 'Always' || written === 'IfNotPresent' || written === 'Never') return written;
  return parseImage(image)?.tag === 'latest' ? 'Always' : 'IfNotPresent';
}
