import { parseFieldSelector } from './request.ts';

/** What the API server asks its authorizers about an HTTP request. */
export interface RequestAttributes {
  readonly isResourceRequest: boolean;
  /** The API verb; of other paths the HTTP method in lower case. */
  readonly verb: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly objectName: string;
  readonly path: string;
  /** As written; of list, watch and deletecollection only, and not of the old form with the verb in the path. */
  readonly fieldSelector: string;
  readonly labelSelector: string;
}

const verbs: Readonly<Record<string, string>> = { POST: 'create', GET: 'get', HEAD: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const verbsInPath = new Set(['proxy', 'watch']);
const subresourcesOfNamespaces = new Set(['status', 'finalize']);

const selecting = new Set(['list', 'watch', 'deletecollection']);

/**
 * The attributes of an HTTP request as kube-apiserver derives them from method and URL (path and query, no host).
 * @throws RangeError where the server refuses the URL: `/api/v1/watch` and `/api/v1/proxy` with nothing behind, or a broken escape
 */
export function requestAttributes(method: string, url: string): RequestAttributes {
  const [address = '', query = ''] = url.split(/\?(.*)/s);
  const path = decoded(address);
  const other: RequestAttributes = {
    isResourceRequest: false, verb: method.toLowerCase(), apiGroup: '', apiVersion: '', namespace: '', resource: '', subresource: '', objectName: '', path,
    fieldSelector: '', labelSelector: '',
  };
  const [prefix = '', ...rest] = path.replaceAll(/^\/+|\/+$/g, '').split('/');
  const grouped = prefix === 'apis';
  if ((prefix !== 'api' && !grouped) || rest.length < (grouped ? 3 : 2)) return other;
  const [apiGroup = '', apiVersion = '', ...parts] = grouped ? rest : ['', ...rest];
  const special = verbsInPath.has(parts[0] ?? '') ? parts.shift() : undefined;
  if (parts.length === 0) throw new RangeError(`kind and namespace cannot be told from ${url}`);
  const parameters = new URLSearchParams(query);
  const place = placed(parts, special === 'proxy');
  const named = place.name === '' ? withoutName(special ?? verbs[method] ?? '', parameters) : { verb: special ?? verbs[method] ?? '', objectName: place.name };
  const selectors = special === undefined && selecting.has(named.verb);
  return {
    ...other, isResourceRequest: true, apiGroup, apiVersion, namespace: place.namespace, resource: place.resource, subresource: place.subresource, ...named,
    fieldSelector: selectors ? (parameters.get('fieldSelector') ?? '') : '',
    labelSelector: selectors ? (parameters.get('labelSelector') ?? '') : '',
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new RangeError(`${path} holds a broken escape`);
  }
}

/** Without a name, get is a list or a watch, and delete is one of all. */
function withoutName(verb: string, parameters: URLSearchParams): { readonly verb: string; readonly objectName: string } {
  if (verb === 'get') return { verb: isWatch(parameters) ? 'watch' : 'list', objectName: pinnedName(parameters) };
  return { verb: verb === 'delete' ? 'deletecollection' : verb, objectName: '' };
}

/** Everything behind the subresource is its own matter; a namespace is itself a resource in that namespace. */
function placed(parts: readonly string[], withoutSubresource: boolean): { namespace: string; resource: string; name: string; subresource: string } {
  const namespace = parts[0] === 'namespaces' ? (parts[1] ?? '') : '';
  const inside = parts[0] === 'namespaces' && parts.length > 2 && !subresourcesOfNamespaces.has(parts[2] ?? '');
  const [resource = '', name = '', subresource = ''] = inside ? parts.slice(2) : parts;
  return { namespace, resource, name, subresource: withoutSubresource ? '' : subresource };
}

function isWatch(query: URLSearchParams): boolean {
  const value = query.get('watch');
  return value !== null && value.toLowerCase() !== 'false' && value !== '0';
}

/** A name that a field selector pins, as long as it can stand in a path. */
function pinnedName(query: URLSearchParams): string {
  const terms = parseFieldSelector(query.get('fieldSelector') ?? '');
  const name = terms?.find(({ field, equals }) => field === 'metadata.name' && equals)?.value ?? '';
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name;
}
