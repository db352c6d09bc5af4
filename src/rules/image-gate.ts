import { any, known, type Fact } from '../model/fact.ts';
import { runsPlugin } from './admission-plugins.ts';
import type { Context } from './context.ts';

/** Whether an API server that was given runs an admission plug-in; of one that nothing shows, it is taken as not so. */
export function apiserverRuns(plugin: string, { components, cluster }: Context): Fact<boolean> {
  const servers = components.of('kube-apiserver').filter(({ found }) => found);
  return servers.length === 0 ? known(false) : any(...servers.map((server) => runsPlugin(server, plugin, cluster)));
}
