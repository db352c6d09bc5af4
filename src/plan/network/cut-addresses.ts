import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import { contains, parseAddress, parseCidr } from '../../engines/network/address.ts';
import type { Policy } from '../../engines/network/policy.ts';
import type { KubernetesObject } from '../../model/object.ts';

type EgressRule = NonNullable<Policy['egress']>[number];

/** Whether a rule lets packets to the address through. */
export function letsThrough({ peers }: EgressRule, written: string): boolean {
  const address = parseAddress(written);
  return peers === undefined || (address !== undefined && peers.some((peer) => peer.kind === 'addresses' && peer.blocks.some(({ range, except }) => contains(range, address) && !except.some((each) => contains(each, address)))));
}

/** A policy with addresses cut out of its blocks. A block that is such an address alone goes; a rule without peers would let everything through, so it goes with its last one. */
export function withoutAddresses(object: KubernetesObject, addresses: readonly string[]): KubernetesObject {
  const spec = fields(object['spec']) ?? {};
  const egress = entries(spec['egress']).flatMap(({ value: rule }): readonly Fields[] => {
    if (!Array.isArray(rule['to'])) return [rule];
    const to = entries(rule['to']).flatMap(({ value }) => narrowed(value, addresses));
    return to.length === 0 ? [] : [{ ...rule, to }];
  });
  return { ...object, spec: { ...spec, egress } };
}

function narrowed(peer: Fields, addresses: readonly string[]): readonly Fields[] {
  const block = fields(peer['ipBlock']);
  const range = parseCidr(text(block?.['cidr']) ?? '');
  if (!block || !range) return [peer];
  const inside = addresses.flatMap((written) => {
    const address = parseAddress(written);
    return address && contains(range, address) ? [{ address, cidr: `${written}/${address.family === 6 ? 128 : 32}` }] : [];
  });
  if (inside.some(({ address }) => range.from === address.value && range.to === address.value)) return [];
  const gone = inside.map(({ cidr }) => cidr).filter((cidr) => !texts(block['except']).includes(cidr));
  return gone.length === 0 ? [peer] : [{ ...peer, ipBlock: { ...block, except: [...texts(block['except']), ...gone] } }];
}
