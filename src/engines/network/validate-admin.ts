import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { parseCidr } from './address.ts';
import { isProtocol } from './ports.ts';
import { isPortNumber } from './validate-network-policy.ts';
import { validateSelector, type Report } from './validate-selector.ts';

/** What differs between the definitions of v1alpha1 and v1alpha2. */
interface Form {
  readonly actions: readonly string[];
  readonly most: number;
  readonly portFields: readonly string[];
  readonly portsField: 'ports' | 'protocols';
  readonly allow: string;
}

const portFields = ['portNumber', 'portRange', 'namedPort'];
const forms: Readonly<Record<string, Form>> = {
  AdminNetworkPolicy: { actions: ['Allow', 'Deny', 'Pass'], most: 100, portFields, portsField: 'ports', allow: 'Allow' },
  BaselineAdminNetworkPolicy: { actions: ['Allow', 'Deny'], most: 100, portFields, portsField: 'ports', allow: 'Allow' },
  ClusterNetworkPolicy: { actions: ['Accept', 'Deny', 'Pass'], most: 25, portFields: ['tcp', 'udp', 'sctp', 'destinationNamedPort'], portsField: 'protocols', allow: 'Accept' },
};
const highestPriority = 1000;
const mostNetworks = 25;

/** The schema and the rules of the policies of administrators. */
export function validateAdminPolicy(object: KubernetesObject, report: Report): void {
  const form = forms[object.kind];
  if (!form) return;
  const spec = fields(object['spec']);
  if (!spec) return report('spec', 'spec is required');
  if (object.kind === 'BaselineAdminNetworkPolicy' && object.metadata.name !== 'default') report('metadata.name', 'the only BaselineAdminNetworkPolicy is named default');
  const { priority, tier } = spec;
  if (object.kind !== 'BaselineAdminNetworkPolicy' && (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 0 || priority > highestPriority)) report('spec.priority', `a priority from 0 to ${highestPriority} is required`);
  if (object.kind === 'ClusterNetworkPolicy' && tier !== 'Admin' && tier !== 'Baseline') report('spec.tier', 'tier is Admin or Baseline');
  validateOne(spec['subject'], ['namespaces', 'pods'], 'spec.subject', report);
  validatePodFields(fields(spec['subject']) ?? {}, 'spec.subject', report);
  for (const direction of ['ingress', 'egress'] as const) {
    const rules = entries(spec[direction]);
    if (rules.length > form.most) report(`spec.${direction}`, `at most ${form.most} rules`);
    for (const { index, value } of rules) validateRule(value, direction, form, `spec.${direction}[${index}]`, report);
  }
}

function validateRule(rule: Fields, direction: 'ingress' | 'egress', form: Form, field: string, report: Report): void {
  if (!form.actions.includes(text(rule['action']) ?? '')) report(`${field}.action`, `action is one of ${form.actions.join(', ')}`);
  const side = direction === 'ingress' ? 'from' : 'to';
  const peers = entries(rule[side]);
  if (peers.length === 0 || peers.length > form.most) report(`${field}.${side}`, `1 to ${form.most} peers are required`);
  const kinds = direction === 'ingress' ? ['namespaces', 'pods'] : ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'];
  for (const { index, value } of peers) {
    const at = `${field}.${side}[${index}]`;
    validateOne(value, kinds, at, report);
    validatePodFields(value, at, report);
    validateSelector(value['nodes'], `${at}.nodes`, report);
    if (value['networks'] !== undefined) validateNetworks(value['networks'], `${at}.networks`, report);
    if (value['domainNames'] !== undefined && rule['action'] !== form.allow) report(`${at}.domainNames`, `domain names stand beside ${form.allow} only`);
  }
  const ports = entries(rule[form.portsField]);
  if (ports.length > form.most) report(`${field}.${form.portsField}`, `at most ${form.most} ports`);
  for (const { index, value } of ports) {
    const at = `${field}.${form.portsField}[${index}]`;
    validateOne(value, form.portFields, at, report);
    validatePort(value, form, at, report);
  }
}

/** A field that has to be there, with exactly one of its choices. */
function validateOne(value: unknown, choices: readonly string[], field: string, report: Report): void {
  const given = fields(value);
  const set = choices.filter((choice) => given?.[choice] !== undefined && given[choice] !== null);
  if (set.length !== 1) report(field, `exactly one of ${choices.join(', ')}`);
}

function validatePodFields(value: Fields, field: string, report: Report): void {
  validateSelector(value['namespaces'], `${field}.namespaces`, report);
  const pods = fields(value['pods']);
  if (!pods) return;
  if (pods['namespaceSelector'] === undefined) report(`${field}.pods.namespaceSelector`, 'namespaceSelector is required');
  if (pods['podSelector'] === undefined) report(`${field}.pods.podSelector`, 'podSelector is required');
  validateSelector(pods['namespaceSelector'], `${field}.pods.namespaceSelector`, report);
  validateSelector(pods['podSelector'], `${field}.pods.podSelector`, report);
}

function validateNetworks(networks: unknown, field: string, report: Report): void {
  const listed = texts(networks);
  if (listed.length === 0 || listed.length > mostNetworks) report(field, `1 to ${mostNetworks} blocks are required`);
  for (const cidr of listed) if (!parseCidr(cidr)) report(field, `${cidr} is no block of addresses such as 10.0.0.0/8`);
}

function validatePort(entry: Fields, { portsField }: Form, field: string, report: Report): void {
  if (portsField === 'ports') {
    const [single, several] = [fields(entry['portNumber']), fields(entry['portRange'])];
    for (const each of [single, several]) if (each && each['protocol'] !== undefined && !isProtocol(each['protocol'])) report(field, 'protocol is TCP, UDP or SCTP');
    if (single && !isPortNumber(single['port'])) report(field, 'port is a number from 1 to 65535');
    // v1alpha1 does not compare the ends of a range: one that is upside down matches nothing.
    if (several && !(isPortNumber(several['start']) && isPortNumber(several['end']))) report(field, 'start and end are numbers from 1 to 65535');
    return;
  }
  const protocol = ['tcp', 'udp', 'sctp'].map((key) => fields(entry[key])).find(Boolean);
  const port = fields(protocol?.['destinationPort']);
  if (!port) return;
  validateOne(port, ['number', 'range'], `${field}.destinationPort`, report);
  const several = fields(port['range']);
  if (port['number'] !== undefined && !isPortNumber(port['number'])) report(field, 'number is a port from 1 to 65535');
  if (several && !(isPortNumber(several['start']) && isPortNumber(several['end']) && several['start'] < several['end'])) report(field, 'start is a port below end');
}
