import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import { parseVersion } from '../../lang/version.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { contains, isWhole, parseAddress, parseCidr, type Address, type AddressRange } from './address.ts';
import type { NetworkObjects } from './objects.ts';

/** What was given of kube-proxy's configuration; each part undefined where it was not. */
interface KubeProxy {
  readonly mode?: string;
  readonly nodePortAddresses?: readonly string[];
  readonly minor?: number;
}

/** On which addresses of the nodes a NodePort answers, in words; `closed` where none of them can be reached from outside the node. */
export interface NodePortReach {
  readonly text: string;
  readonly closed: boolean;
}

// Before, nftables mode answered on every address as the other modes do.
const primaryByDefaultFrom = 31;
const loopback: readonly AddressRange[] = ['127.0.0.0/8', '::1/128'].flatMap((cidr) => parseCidr(cidr) ?? []);
const everywhere: NodePortReach = { text: 'on every address of every node', closed: false };
const primary: NodePortReach = { text: 'on the primary addresses of every node', closed: false };

export function nodePortReach(objects: NetworkObjects): NodePortReach {
  const { mode, nodePortAddresses, minor } = kubeProxyOf(objects);
  if (nodePortAddresses && nodePortAddresses.length > 0) return limited(nodePortAddresses, objects);
  if (mode === undefined) return { text: 'on the addresses of every node that kube-proxy or its replacement listens on', closed: false };
  const usual = mode === 'nftables' && (minor ?? Infinity) >= primaryByDefaultFrom ? primary : everywhere;
  return nodePortAddresses ? usual : { ...usual, text: `${usual.text}, unless nodePortAddresses says otherwise` };
}

function limited(written: readonly string[], objects: NetworkObjects): NodePortReach {
  if (written.includes('all')) return everywhere;
  const ranges = written.flatMap((each) => parseCidr(each) ?? []);
  if (ranges.some(isWhole) && ranges.filter(isWhole).length === ranges.length) {
    const families = new Set(ranges.map(({ family }) => family));
    return families.size === 2 ? everywhere : { text: `on every IPv${[...families].join()} address of every node`, closed: false };
  }
  if (written.includes('primary')) return primary;
  const outside = ranges.filter((range) => !loopback.some((own) => own.family === range.family && range.from >= own.from && range.to <= own.to));
  const closed = outside.length === 0 || nodesAreKnownToMiss(outside, objects);
  return { text: `on addresses of the nodes within ${written.join(', ')}, as kube-proxy's nodePortAddresses says`, closed };
}

/** Every node was given with its addresses, and none of them lies in the ranges. */
function nodesAreKnownToMiss(ranges: readonly AddressRange[], objects: NetworkObjects): boolean {
  const nodes = objects.of('Node').map((node): readonly Address[] =>
    entries(fields(node['status'])?.['addresses']).flatMap(({ value }) => (value['type'] === 'InternalIP' || value['type'] === 'ExternalIP' ? (parseAddress(text(value['address']) ?? '') ?? []) : [])));
  return nodes.length > 0 && nodes.every((addresses) => addresses.length > 0 && !addresses.some((address) => ranges.some((range) => contains(range, address))));
}

/** Flags count only where no file is given with `--config`. */
function kubeProxyOf(objects: NetworkObjects): KubeProxy {
  const container = objects.of('DaemonSet', 'apps').flatMap((object) => entries(podTemplateOf(object)?.spec['containers']).map(({ value }) => value)).find(isKubeProxy);
  const minor = container && parseVersion(/:v?([^:@/]+)(?:@.*)?$/.exec(text(container['image']) ?? '')?.[1] ?? '')?.minor;
  const flags = container ? flagsOf(container) : new Map<string, string>();
  const file = flags.size > 0 && !flags.has('config') ? undefined : configOf(objects);
  const read = file ?? (container ? fromFlags(flags) : {});
  return { ...read, ...(minor === undefined ? {} : { minor }) };
}

function fromFlags(flags: ReadonlyMap<string, string>): KubeProxy {
  // What a file says that was not given is not known.
  if (flags.has('config')) return {};
  const addresses = (flags.get('nodeport-addresses') ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
  return { mode: flags.get('proxy-mode') || 'iptables', nodePortAddresses: addresses };
}

function configOf(objects: NetworkObjects): KubeProxy | undefined {
  const config = fields(readYaml(text(fields(objects.find('ConfigMap', '', 'kube-system', 'kube-proxy')?.['data'])?.['config.conf']) ?? '').value);
  return config && { mode: text(config['mode']) || 'iptables', nodePortAddresses: texts(config['nodePortAddresses']) };
}

function isKubeProxy(container: Fields): boolean {
  const program = texts(container['command'])[0] ?? text(container['image'])?.replace(/[:@][^/]*$/, '') ?? '';
  return program.split('/').at(-1) === 'kube-proxy';
}

function flagsOf(container: Fields): ReadonlyMap<string, string> {
  const words = [...texts(container['command']).slice(1), ...texts(container['args'])];
  return new Map(words.flatMap((word, index): [string, string][] => {
    const [, name, value] = /^--?([a-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
    return name === undefined ? [] : [[name, value ?? words[index + 1] ?? '']];
  }));
}
