import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShared, withShared } from '../../../test/support/shared.ts';
import { collectText } from '../../collect/index.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { Network, policyProblems, type Connection, type PortMap, type Protocol } from './index.ts';

interface Probe {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly expect: 'allow' | 'deny';
  readonly ingress?: 'allow' | 'deny';
  readonly egress?: 'allow' | 'deny';
}
interface ProbeCase {
  readonly name: string;
  readonly objects?: readonly KubernetesObject[];
  readonly extra?: readonly KubernetesObject[];
  readonly policies?: readonly KubernetesObject[];
  readonly namespaceLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly probes: readonly Probe[];
}
interface Input {
  readonly path: string;
  readonly content: string;
}
interface Listing {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly cidrMayCoverPods?: boolean;
  readonly expected: readonly { readonly src: string; readonly dst: string; readonly connections: string; readonly ports?: PortMap }[];
}

function read<T>(file: string): T {
  return JSON.parse(readShared(`corpora/netpol/${file}.json`)) as T;
}

/** The objects of several files, read as a scan reads them. */
function objectsOf(inputs: readonly Input[]): readonly KubernetesObject[] {
  return inputs.flatMap(({ content }) => collectText(content).snapshot.objects);
}

function relabelled(object: KubernetesObject, labels: ProbeCase['namespaceLabels']): KubernetesObject {
  const own = object.kind === 'Namespace' ? labels?.[object.metadata.name] : undefined;
  return own ? { ...object, metadata: { ...object.metadata, labels: { ...own, 'kubernetes.io/metadata.name': object.metadata.name } } } : object;
}

const range = /^(\d+\.\d+\.\d+\.\d+)-(\d+\.\d+\.\d+\.\d+)$/;

function number(ip: string): number {
  return ip.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

/** Connections as functions of the address: every pair at every address where any list makes a cut. */
function pointwise(lines: readonly { readonly from: string; readonly to: string; readonly ports: PortMap }[], cuts: readonly number[]): readonly string[] {
  return lines.flatMap(({ from, to, ports }) => {
    const points = (end: string): readonly string[] => {
      const match = range.exec(end);
      if (!match) return [end];
      return cuts.filter((cut) => cut >= number(match[1] ?? '') && cut <= number(match[2] ?? '')).map(String);
    };
    return points(from).flatMap((one) => points(to).map((other) => `${one} => ${other} ${ports === 'all' ? ports : JSON.stringify([ports.TCP ?? [], ports.UDP ?? [], ports.SCTP ?? []])}`));
  }).toSorted();
}

function cutsOf(ends: readonly string[]): readonly number[] {
  const cuts = ends.flatMap((end) => { const match = range.exec(end); return match ? [number(match[1] ?? ''), number(match[2] ?? '') + 1] : []; });
  return [...new Set(cuts)].filter((cut) => cut <= 0xffffffff);
}

withShared('corpora/netpol', () => {
  for (const file of ['k8s-e2e-networkpolicy', 'clusternetworkpolicy-conformance', 'policy-assistant']) {
    const { base, cases } = read<{ base: KubernetesObject[]; cases: ProbeCase[] }>(file);
    for (const { name, objects = [], extra = [], policies = [], namespaceLabels, probes } of cases) {
      test(`${file}: ${name}`, () => {
        const all = [...base, ...extra, ...objects, ...policies].map((object) => relabelled(object, namespaceLabels));
        const network = Network.from(all);
        assert.deepEqual(network.problems.map(({ field, message }) => `${field}: ${message}`), []);
        for (const { from, to, protocol, port, ...expected } of probes) {
          const answer = network.probe({ from, to, protocol, port });
          const word = (allowed: boolean): string => (allowed ? 'allow' : 'deny');
          const said = { expect: word(answer.allowed), ...(expected.ingress ? { ingress: word(answer.ingress.allowed) } : {}), ...(expected.egress ? { egress: word(answer.egress.allowed) } : {}) };
          assert.deepEqual(said, expected, `${from} -> ${to} ${protocol} ${port}`);
        }
      });
    }
  }
  for (const { name, inputs, expected } of read<Listing[]>('netpol-analyzer')) {
    test(`connection list: ${name}`, () => {
      const found = Network.from(objectsOf(inputs)).connections({ ipBlockCoversPods: false });
      const wanted = expected.map(({ src, dst, connections, ports }): Connection => ({ from: src, to: dst, ports: connections === 'All Connections' ? 'all' : (ports ?? {}) }));
      const cuts = cutsOf([...found, ...wanted].flatMap(({ from, to }) => [from, to]));
      assert.deepEqual(pointwise(found, cuts), pointwise(wanted, cuts));
    });
  }
  for (const { name, reason, kubernetes, inputs } of read<{ name: string; reason: string; kubernetes: string; inputs: Input[] }[]>('invalid-policies')) {
    test(`invalid policy: ${name}, ${reason}`, () => {
      const problems = objectsOf(inputs).flatMap((object) => policyProblems(object));
      assert.equal(problems.length > 0, kubernetes === 'rejected', problems.map(({ field, message }) => `${field}: ${message}`).join('\n'));
    });
  }
});
