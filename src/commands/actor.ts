import { Cluster } from '../cluster/cluster.ts';
import { mapsIn } from '../cluster/read.ts';
import { printable } from '../report/screen.ts';
import { nearest, UsageError } from './exit.ts';

/**
 * The user of `--as`, as the API server calls it; an end such as `serviceaccount:shop/cart` is taken as well. RBAC answers for any name:
 * one that nothing names, and one that looks like another thing, are said so on stderr.
 * @throws UsageError for a group
 */
export function userAsked(written: string, cluster: Cluster): string {
  const account = /^serviceaccount:([^/]+)\/([^/]+)$/.exec(written);
  if (account) return `system:serviceaccount:${account[1]}:${account[2]}`;
  const users = usersNamed(cluster);
  if (users.has(written)) return written;
  if (written.startsWith('group:')) throw new UsageError(`--as ${written} is a group, and a request is made by a user`, `Such as: --as anybody --as-group ${written.slice('group:'.length)}`);
  const name = written.startsWith('user:') ? written.slice('user:'.length) : written;
  if (!name.startsWith('system:') && !users.has(name)) warn(name, users, cluster);
  return name;
}

/** Users whom a binding names. */
function usersNamed(cluster: Cluster): ReadonlySet<string> {
  const bindings = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) => cluster.given(kind, 'rbac.authorization.k8s.io'));
  return new Set(bindings.flatMap((binding) => mapsIn(binding['subjects']).flatMap(({ kind, name }) => (kind === 'User' && typeof name === 'string' ? [name] : []))));
}

function warn(name: string, users: ReadonlySet<string>, cluster: Cluster): void {
  const [namespace = '', account = '', ...more] = name.split('/');
  const near = more.length === 0 && cluster.find('ServiceAccount', '', namespace, account) ? `serviceaccount:${name}` : nearest(name, users);
  process.stderr.write(`glacis: warning: no binding that was given names a user ${printable(name)}${near === undefined ? '' : `; did you mean ${printable(near)}?`}\n`);
}
