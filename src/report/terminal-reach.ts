import type { Gap } from '../model/gap.ts';
import { many, printable, styled, wrapped, type Screen } from './screen.ts';

/** A policy that had a say, as it is printed. */
export interface ShownDecider {
  readonly policy: string;
  readonly action: 'allow' | 'deny' | 'pass' | 'isolate';
  readonly rule?: string;
  /** `file:line`. */
  readonly place?: string;
}

export interface ShownSide {
  readonly allowed: boolean;
  readonly tier: 'admin' | 'namespace' | 'baseline' | 'default' | 'outside' | 'host-network' | 'own-node';
  readonly decidedBy: readonly ShownDecider[];
}

export interface ShownConnection {
  readonly from: string;
  readonly to: string;
  /** `TCP 443`, or the ports that are open where none was asked about. */
  readonly what: string;
  readonly allowed: boolean;
  readonly egress: ShownSide;
  readonly ingress: ShownSide;
  readonly enforced: boolean | 'unknown';
  readonly gaps: readonly Gap[];
}

export interface ShownWay {
  readonly workload: string;
  readonly how: string;
  readonly by: string;
  readonly door: string;
  readonly ports: string;
  readonly allowed: 'yes' | 'some' | 'no' | 'unknown';
  readonly narrowed?: string;
  readonly place?: string;
}

const margin = 9;
const shownDeciders = 5;

const silent: Readonly<Record<'default' | 'outside' | 'host-network' | 'own-node', string>> = {
  default: 'no policy speaks of it, and Kubernetes then allows it',
  outside: 'an address outside has no policy of its own',
  'host-network': 'the pod is on the host network, where policies do not isolate it',
  'own-node': 'a pod and the node it runs on always reach each other, for probes come from there',
};

/** The screen of one connection: yes or no, then who decided at each end, then what is not known. */
export function reachScreen({ from, to, what, allowed, egress, ingress, enforced, gaps }: ShownConnection, screen: Screen): string {
  const head = `${printable(from)} ${allowed ? 'reaches' : 'does not reach'} ${printable(to)} on ${printable(what)}`;
  const lines = [...row(allowed ? 'yes' : 'no', head, screen, allowed ? 'red' : 'bold'), ...side('egress', egress, screen), ...side('ingress', ingress, screen)];
  if (enforced === false) lines.push(...row('but', 'the network plug-in seen here carries out no policy: everything is reachable whatever they say', screen, 'red'));
  if (gaps.length > 0) lines.push(...row('open', 'what could turn the answer:', screen, 'dim'), ...gaps.flatMap(({ ask }) => row('', printable(ask), screen)));
  return `${lines.join('\n')}\n`;
}

function side(name: string, { allowed, tier, decidedBy }: ShownSide, screen: Screen): readonly string[] {
  const word = allowed ? 'let through' : 'stopped';
  if (tier === 'default' || tier === 'outside' || tier === 'host-network' || tier === 'own-node') {
    return [...row(name, `${word}: ${silent[tier]}`, screen), ...decidedBy.flatMap((each) => deciderLines(each, screen))];
  }
  const by = tier === 'namespace' ? (allowed ? 'by a NetworkPolicy' : 'by NetworkPolicies, of which none allows it') : tier === 'admin' ? 'by a policy of the administrators' : 'by the baseline policy';
  const rest = decidedBy.length > shownDeciders ? row('', `and ${decidedBy.length - shownDeciders} more`, screen) : [];
  return [...row(name, `${word} ${by}`, screen), ...decidedBy.slice(0, shownDeciders).flatMap((each) => deciderLines(each, screen)), ...rest];
}

const verbs: Readonly<Record<ShownDecider['action'], string>> = { allow: 'allows', deny: 'denies', pass: 'passes on', isolate: 'isolates the pod' };

function deciderLines({ policy, action, rule, place }: ShownDecider, screen: Screen): readonly string[] {
  return [...row('', printable(`${policy}${rule === undefined ? '' : ` ${rule}`} ${verbs[action]}`), screen), ...(place === undefined ? [] : [' '.repeat(margin) + styled(printable(place), 'dim', screen)])];
}

function row(word: string, text: string, screen: Screen, style?: 'red' | 'bold' | 'dim'): readonly string[] {
  return wrapped(text, screen.columns - margin).map((line, index) => `${index === 0 && style ? styled(word.padEnd(margin), style, screen) : (index === 0 ? word : '').padEnd(margin)}${line}`);
}

const verdicts: Readonly<Record<ShownWay['allowed'], string>> = { yes: 'open', some: 'part', no: 'shut', unknown: 'may' };

/** The screen of every way in: workload by workload, the open ones first. */
export function exposureScreen(ways: readonly ShownWay[], gaps: readonly Gap[], screen: Screen): string {
  const open = ways.filter(({ allowed }) => allowed !== 'no');
  const workloads = [...new Set(open.map(({ workload }) => workload))];
  if (ways.length === 0) return 'nothing that was given leads in from outside\n';
  const lines = [`${many(workloads.length, 'workload')} can be reached from outside, ${many(open.length, 'way')} in; policies shut ${ways.length - open.length} more`];
  for (const workload of [...workloads, ...new Set(ways.map((way) => way.workload).filter((name) => !workloads.includes(name)))]) {
    lines.push('', styled(printable(workload), 'bold', screen), ...ways.filter((way) => way.workload === workload).flatMap((way) => wayLines(way, screen)));
  }
  const legend = 'open: policies let everyone outside in; part: only some addresses or ports; may: not known who the client is seen as; shut: policies let nobody in.';
  lines.push('', ...wrapped(legend, screen.columns), ...(gaps.length > 0 ? ['', ...row('open', 'what is not known:', screen, 'dim'), ...gaps.flatMap(({ ask }) => row('', printable(ask), screen))] : []));
  return `${lines.join('\n')}\n`;
}

function wayLines({ how, by, door, ports, allowed, narrowed, place }: ShownWay, screen: Screen): readonly string[] {
  const leads = how === 'hostNetwork' ? 'is open on its node' : `leads to ${ports}`;
  const text = `${how} ${door} ${leads}, by ${by}${narrowed === undefined ? '' : ` (${narrowed})`}`;
  return [...row(verdicts[allowed], printable(text), screen, allowed === 'yes' ? 'red' : allowed === 'no' ? 'dim' : 'bold'), ...(place === undefined ? [] : [' '.repeat(margin) + styled(printable(place), 'dim', screen)])];
}
