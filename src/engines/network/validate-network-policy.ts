import { entries, fields, text, type Fields } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { parseCidr } from './address.ts';
import { isProtocol, lastPort } from './ports.ts';
import { validateSelector, type Report } from './validate-selector.ts';

// IANA service names, which port names have to be.
const longestPortName = 15;

export function isPortName(name: string): boolean {
  return name.length <= longestPortName && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) && /[a-z]/.test(name) && !name.includes('--');
}

export function isPortNumber(port: unknown): port is number {
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= lastPort;
}

/** ValidateNetworkPolicy of the API server. */
export function validateNetworkPolicy(object: KubernetesObject, report: Report): void {
  const spec = fields(object['spec']);
  if (!spec) return;
  validateSelector(spec['podSelector'], 'spec.podSelector', report);
  for (const direction of ['ingress', 'egress'] as const) {
    if (isList(spec[direction], `spec.${direction}`, report)) {
      for (const { index, value } of entries(spec[direction])) validateRule(value, direction, `spec.${direction}[${index}]`, report);
    }
  }
  const types: readonly unknown[] = Array.isArray(spec['policyTypes']) ? spec['policyTypes'] : [];
  if (types.length > 2) report('spec.policyTypes', 'at most two types');
  for (const type of types) if (type !== 'Ingress' && type !== 'Egress') report('spec.policyTypes', `${String(type)} is no type: Ingress or Egress`);
}

function isList(value: unknown, field: string, report: Report): boolean {
  if (value === undefined || value === null || Array.isArray(value)) return true;
  report(field, 'a list is needed');
  return false;
}

function validateRule(rule: Fields, direction: 'ingress' | 'egress', field: string, report: Report): void {
  const side = direction === 'ingress' ? 'from' : 'to';
  if (isList(rule['ports'], `${field}.ports`, report)) for (const { index, value } of entries(rule['ports'])) validatePort(value, `${field}.ports[${index}]`, report);
  if (isList(rule[side], `${field}.${side}`, report)) for (const { index, value } of entries(rule[side])) validatePeer(value, `${field}.${side}[${index}]`, report);
}

function validatePort({ protocol, port, endPort }: Fields, field: string, report: Report): void {
  if (protocol !== undefined && protocol !== null && !isProtocol(protocol)) report(`${field}.protocol`, `${JSON.stringify(protocol)} is no protocol: TCP, UDP or SCTP`);
  const given = port !== undefined && port !== null;
  if (typeof port === 'string' ? !isPortName(port) : given && !isPortNumber(port)) report(`${field}.port`, `${String(port)} is neither a port from 1 to ${lastPort} nor the name of one`);
  if (endPort === undefined || endPort === null) return;
  if (!given) report(`${field}.endPort`, 'endPort needs a port');
  else if (typeof port === 'string') report(`${field}.endPort`, 'endPort cannot follow a named port');
  else if (!isPortNumber(endPort) || (typeof port === 'number' && endPort < port)) report(`${field}.endPort`, 'endPort is a port that is not below port');
}

function validatePeer(peer: Fields, field: string, report: Report): void {
  const set = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((key) => peer[key] !== undefined && peer[key] !== null);
  if (set.length === 0) report(field, 'a peer needs podSelector, namespaceSelector or ipBlock');
  if (set.includes('ipBlock') && set.length > 1) report(field, 'ipBlock stands alone in a peer');
  validateSelector(peer['podSelector'], `${field}.podSelector`, report);
  validateSelector(peer['namespaceSelector'], `${field}.namespaceSelector`, report);
  const block = fields(peer['ipBlock']);
  if (block) validateBlock(block, `${field}.ipBlock`, report);
}

function validateBlock(block: Fields, field: string, report: Report): void {
  const range = parseCidr(text(block['cidr']) ?? '');
  if (!range) report(`${field}.cidr`, `${text(block['cidr']) ?? 'what is written'} is no block of addresses such as 10.0.0.0/8`);
  const except: readonly unknown[] = Array.isArray(block['except']) ? block['except'] : [];
  for (const each of except) {
    const cut = parseCidr(typeof each === 'string' ? each : '');
    if (!cut) report(`${field}.except`, `${String(each)} is no block of addresses`);
    else if (range && !(cut.family === range.family && cut.from >= range.from && cut.to <= range.to && cut.to - cut.from < range.to - range.from)) report(`${field}.except`, `${String(each)} is no true part of ${text(block['cidr']) ?? 'the block'}`);
  }
}
