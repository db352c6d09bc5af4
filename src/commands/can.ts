import { collect } from '../collect/index.ts';
import { Cluster } from '../cluster/cluster.ts';
import { Authorizer, groupsOf } from '../engines/access/index.ts';
import { printable } from '../report/screen.ts';
import { exit, UsageError } from './exit.ts';
import { print } from './print.ts';

export interface CanOptions {
  readonly as: string;
  readonly asGroup?: readonly string[];
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
}

/** `glacis can VERB RESOURCE`: what `kubectl auth can-i` would answer, with the binding and rule that allow it. */
export async function can(verb: string, resource: string, sources: readonly string[], options: CanOptions): Promise<number> {
  if (options.as === undefined) throw new UsageError('can needs to know who asks', 'Such as: --as system:serviceaccount:shop:cart');
  const snapshot = await collect(sources.length === 0 ? ['.'] : sources);
  const authorizer = Authorizer.from(Cluster.from(snapshot).objects());
  const groups = [...new Set([...groupsOf(options.as), ...(options.asGroup ?? [])])];
  const who = { user: options.as, groups };
  const answer = authorizer.authorize(resource.startsWith('/') ? { ...who, nonResourceAttributes: { verb, path: resource } } : { ...who, resourceAttributes: { verb, ...asked(resource), namespace: options.allNamespaces === true ? '' : (options.namespace ?? 'default') } });
  print(answer.allowed ? `yes  ${printable(answer.reason)}\n` : 'no   no binding that was given allows it; bindings of the whole cluster may exist that were not\n');
  return answer.allowed ? exit.done : exit.failOn;
}

/** As kubectl writes resources: `pods`, `pods/exec`, `deployments.apps/scale`. */
function asked(resource: string): { resource: string; group: string; subresource: string } {
  const [path = '', subresource = ''] = resource.split('/');
  const dot = path.indexOf('.');
  return { resource: dot < 0 ? path : path.slice(0, dot), group: dot < 0 ? '' : path.slice(dot + 1), subresource };
}
