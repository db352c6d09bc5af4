import { entries, texts } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { openersOf } from '../isolation.ts';

const directions = [
  { field: 'ingress', peers: 'from', type: 'Ingress', message: 'lets everybody in' },
  { field: 'egress', peers: 'to', type: 'Egress', message: 'lets everything out' },
] as const;

/** A block of every address with nothing taken out of it. */
function isEverywhere(peer: unknown): boolean {
  const cidr = valueAt(peer, ['ipBlock', 'cidr']);
  return (cidr === '0.0.0.0/0' || cidr === '::/0') && texts(valueAt(peer, ['ipBlock', 'except'])).length === 0;
}

const example = (spec: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web, namespace: shop}\nspec: {podSelector: {}, ${spec}}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'network-policy-allows-all',
  on: 'object',
  kinds: ['networking.k8s.io/NetworkPolicy'],
  title: 'NetworkPolicy allows what it is there to deny',
  why: 'A rule with no peers and no ports allows every connection, and policies only add up: whatever others deny for these pods is allowed again. Scanners that count policies call such a namespace protected.',
  fix: 'Name the peers and ports that are needed, or delete the policy: without it the pods are no less open, and nobody is misled.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: ({ ref, object }, context) => {
    const types = texts(valueAt(object, ['spec', 'policyTypes']));
    return directions.flatMap(({ field, peers, type, message }): Breach[] => {
      if (types.length > 0 && !types.includes(type)) return [];
      const breaches = entries(valueAt(object, ['spec', field])).flatMap(({ index, value }): readonly Breach[] => {
        const path = ['spec', field, index];
        if (entries(value['ports']).length > 0) return [];
        const named = entries(value[peers]);
        const whole = named.find((peer) => isEverywhere(peer.value));
        if (named.length > 0 && !whole) return [];
        return [{ message: `${message} on every port`, evidence: [whole ? evidence(ref, [...path, peers, whole.index, 'ipBlock', 'cidr'], valueAt(whole.value, ['ipBlock', 'cidr'])) : evidence(ref, path, value)], expected: `rules that name ${peers} and ports` }];
      });
      // Where it opens every pod of the namespace, network-policy-ingress or network-policy-egress says so.
      const told = breaches.length > 0 && openersOf(ref.namespace ?? '', field, context).some(({ policy }) => policy.name === ref.name && policy.kind === ref.kind);
      return told ? [] : breaches;
    });
  },
  examples: {
    bad: [example('ingress: [{}]'), example('ingress: [{from: []}]'), example('policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]')],
    good: [example('policyTypes: [Ingress]'), example('ingress: [{ports: [{port: 443}]}]'), example('ingress: [{from: [{podSelector: {}}]}]'), example('policyTypes: [Ingress], egress: [{}]'), example('policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 169.254.0.0/16]}}]}]')],
    unknown: [],
  },
});

export default rule;
