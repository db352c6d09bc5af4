import { existsSync } from 'node:fs';
import { Cluster } from '../cluster/cluster.ts';
import { collectWithPaths } from '../collect/index.ts';
import { Network, NetworkQuestionError, portText, type Answer, type Decider, type DirectionAnswer, type Exposed, type Protocol } from '../engines/network/index.ts';
import { clusterOptions } from '../engines/network/of-cluster.ts';
import { locator } from '../locate.ts';
import { evidence } from '../model/evidence.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { Locate } from '../model/locate.ts';
import { fieldOf, refLabel, type ObjectRef, type Path } from '../model/object.ts';
import { safeJson } from '../report/json.ts';
import { mapMermaid, mapSvg, mapText } from '../report/reach-map.ts';
import { exposureScreen, reachScreen, type ShownDecider, type ShownSide } from '../report/terminal-reach.ts';
import { exit, nearest, UsageError } from './exit.ts';
import { print, screenFor } from './print.ts';
import { checked, demandObjects, collectOptions, type ReadOptions } from './read.ts';

export interface ReachOptions extends ReadOptions {
  readonly port?: string;
  readonly protocol?: string;
  readonly from?: string;
  readonly map?: boolean;
  readonly format?: string;
  readonly output?: string;
}

const command = 'glacis reach shop/storefront payments/payments-db --port 5432 examples/shop';
const example = `Such as: ${command}`;
const mostOfAMap = 400;
const clusterPolicies: Gap = gap('api', 'gap/cluster-network-policies', 'Are there AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy objects that were not given? kubectl get adminnetworkpolicies -o json, and the same for the other two kinds');

/** `glacis reach`: one connection and who decides it, every way in from the internet, or the whole picture. */
export async function reach(words: readonly string[], options: ReachOptions): Promise<number> {
  const whole = options.map === true ? '--map' : options.from === undefined ? undefined : '--from';
  const single = options.port === undefined ? (options.protocol === undefined ? undefined : '--protocol') : '--port';
  if (whole !== undefined && single !== undefined) throw new UsageError(`${single} is for two ends, not for ${whole}`, `For two ends: ${command}`);
  if (options.map === true && options.from !== undefined) throw new UsageError('--from and --map are two questions', 'Ask one of them.');
  if (options.map === true) return drawn(await read(words, options), options);
  if (options.format === 'mermaid' || options.format === 'svg') throw new UsageError(`--format ${options.format} is for --map`, 'Without --map: terminal or json.');
  if (options.from !== undefined) {
    if (options.from !== 'internet') throw new UsageError(`--from ${options.from} is not known`, `The only one is --from internet. For two ends: ${command}`);
    return ways(await read(words, options), options);
  }
  const [from, to, ...sources] = words;
  if (from === undefined || to === undefined) throw new UsageError('reach needs two ends', `${example}. Or: glacis reach --from internet, glacis reach --map`);
  if (existsSync(from) && sources.length > 0 && !sources.some((source) => existsSync(source))) throw new UsageError(`${from} is a source, and what is to be reached comes first`, example);
  return connection(from, to, await read(sources, options), options);
}

interface Read {
  readonly status: number;
  readonly network: Network;
  readonly locate: Locate;
}

async function read(sources: readonly string[], options: ReachOptions): Promise<Read> {
  checked(options);
  const given = sources.length === 0 ? ['.'] : sources;
  const { snapshot, paths } = await collectWithPaths(given, await collectOptions(given, options));
  const status = demandObjects(snapshot, given);
  const cluster = Cluster.from(snapshot, { ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }), ...(options.openWorld === true ? { openWorld: true } : {}) });
  return { network: Network.from(snapshot.objects, { ...clusterOptions(cluster), clusterPolicies: [clusterPolicies] }), locate: locator(paths), status };
}

function connection(from: string, to: string, { network, locate, status }: Read, options: ReachOptions): number {
  const protocol = (options.protocol ?? 'TCP').toUpperCase() as Protocol;
  const asked = options.port === undefined ? undefined : Number(options.port);
  const { ports, answer } = answered(network, () => {
    const open = network.ports(from, to);
    // Without a port the question is whether any is open: one of them shows who decides.
    const first = open === 'all' ? 443 : (open[protocol]?.[0]?.[0] ?? 443);
    return { ports: open, answer: network.probe({ from, to, protocol, port: asked ?? first }) };
  });
  const some = asked === undefined ? ports === 'all' || (protocol in ports && options.protocol !== undefined) || (options.protocol === undefined && Object.keys(ports).length > 0) : answer.allowed;
  const what = asked === undefined ? (some ? portText(ports) : options.protocol === undefined ? 'any port' : `any ${protocol} port`) : `${protocol} ${asked}`;
  const sides = { egress: shownSide(answer.egress, locate), ingress: shownSide(answer.ingress, locate) };
  const { gaps, enforced } = answer;
  if (options.format === 'json') print(`${safeJson({ schema: 'glacis.reach/v1', from, to, protocol, ...(asked === undefined ? {} : { port: asked }), allowed: some, ports, ...sides, enforced: enforcedJson(answer), gaps })}\n`, options.output);
  else print(reachScreen({ from, to, what, allowed: some, ...sides, enforced: enforced.value, gaps: [...enforced.gaps, ...gaps] }, screenFor(options.output)), options.output);
  return some ? status : Math.max(status, exit.failOn);
}

/** A misspelt end names the nearest that is there. */
function answered<T>(network: Network, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof NetworkQuestionError)) throw error;
    const wanted = /workload (\S+) was given/.exec(error.message)?.[1];
    const known = [...new Set(network.pods.flatMap(({ namespace, name, workload }) => [`${workload.namespace}/${workload.name}`, `${namespace.name}/${name}`]))];
    const near = wanted === undefined ? undefined : nearest(wanted, known);
    throw new UsageError(error.message, near === undefined ? `An end is NAMESPACE/POD, NAMESPACE/WORKLOAD or ip:ADDRESS. ${example}` : `Did you mean ${near}?`);
  }
}

function shownSide({ allowed, tier, decidedBy }: DirectionAnswer, locate: Locate): ShownSide {
  return { allowed, tier, decidedBy: decidedBy.map((each) => shownDecider(each, locate)) };
}

function shownDecider({ policy, rule, action }: Decider, locate: Locate): ShownDecider {
  return { policy: refLabel(policy), action, ...(rule ? { rule: fieldOf(rule) } : {}), ...placeOf(policy, rule ?? ['spec'], locate) };
}

function placeOf(object: ObjectRef, path: Path, locate: Locate): { readonly place?: string } {
  const { location } = locate(evidence(object, path));
  return location ? { place: `${location.file}:${location.line}` } : {};
}

function enforcedJson({ enforced: { value, evidence: seen } }: Pick<Answer, 'enforced'>): object {
  return { value, evidence: seen.map(({ object, path, seen: text }) => ({ object: refLabel(object), field: fieldOf(path), seen: text })) };
}

function ways({ network, locate, status }: Read, options: ReachOptions): number {
  const exposed = network.exposures();
  const found = exposed.map((way) => shownWay(way, locate));
  // Pods of one workload are behind the same doors: each is said once.
  const once = [...new Map(found.map((way) => [[way.workload, way.how, way.by, way.door, way.ports, way.allowed].join('\n'), way])).values()];
  const gaps = [...new Set(exposed.flatMap((way) => [...way.enforced.gaps, ...way.gaps]))];
  print(options.format === 'json' ? `${safeJson({ schema: 'glacis.exposure/v1', ways: once, gaps })}\n` : exposureScreen(once, gaps, screenFor(options.output)), options.output);
  return status;
}

function shownWay({ how, pod, ports, by, path, door, allowed, narrowed }: Exposed, locate: Locate) {
  const { namespace, name, kind } = pod.workload;
  return { workload: `${kind} ${namespace}/${name}`, how, by: refLabel(by), door, ports: portText(ports), allowed, ...(narrowed === undefined ? {} : { narrowed }), ...placeOf(by, path, locate) };
}

function drawn({ network, status }: Read, options: ReachOptions): number {
  const workloads = new Set(network.pods.map(({ workload: { namespace, name, kind } }) => `${namespace}/${name}[${kind}]`));
  if (workloads.size > mostOfAMap) throw new UsageError(`${workloads.size} workloads are too many for one picture`, `At most ${mostOfAMap}: give the files of a part of the cluster.`);
  const lines = network.connections({ hostNetwork: 'as-nodes' }).map(({ from, to, ports }) => ({ from, to, ports: portText(ports) }));
  const doors = network.exposures().filter(({ allowed }) => allowed !== 'no').map(({ pod: { workload }, how, door, ports }) => ({ to: `${workload.namespace}/${workload.name}[${workload.kind}]`, how, door, ports: portText(ports) }));
  const map = { workloads: [...workloads].toSorted(), lines, doors };
  const format = options.format ?? 'text';
  if (format === 'json') print(`${safeJson({ schema: 'glacis.reach-map/v1', ...map })}\n`, options.output);
  else print(format === 'mermaid' ? mapMermaid(map) : format === 'svg' ? mapSvg(map) : mapText(map, screenFor(options.output)), options.output);
  return status;
}
