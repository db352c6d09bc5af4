// The cluster DNS: who changes what it answers, and whom it asks.

import { text, texts, textMap } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { known, map, unknown } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { heldBy } from './held.ts';
import { isTenant } from './holders.ts';
import { absent, present, type Decisions } from './instances.ts';
import { workloadsOf } from './running.ts';

export const clusterDnsDecisions: Decisions = {
  'threat/DNS-01': {
    severity: { gain: 'secrets', position: 'a user', effort: 'none' },
    decide: (context) =>
      heldBy(context, {
        who: isTenant, within: 'kube-system', can: 'change what the cluster DNS answers', despiteNames: false,
        rights: ['update', 'patch'].flatMap((verb) => [{ verb, group: '', resource: 'configmaps', name: 'coredns' }, { verb, group: 'apps', resource: 'deployments', name: 'coredns' }]),
      }),
  },
  'threat/DNS-02': {
    severity: { gain: 'information', position: 'a container', effort: 'none' },
    decide: (context) => perServerBlock(context, 'answers transfers of its zones', ({ name, block }) => (name === 'transfer' ? block.some((each) => each.name === 'to' && each.args.includes('*')) : undefined)),
  },
  'threat/DNS-03': {
    severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
    decide: dnsOutage,
  },
  'threat/DNS-04': {
    severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => [...perServerBlock(context, 'asks others in clear', ({ name, args }) => (name === 'forward' ? args.slice(1).some((upstream) => !upstream.startsWith('tls://')) : undefined)), ...ownResolvers(context)],
  },
};

type Directive = { readonly name: string; readonly args: readonly string[]; readonly block: readonly Directive[] };

/** One instance for each instance of the cluster DNS, by its Corefile; `judge` gives undefined for directives that decide nothing. */
function* perServerBlock(context: Context, message: string, judge: (directive: Directive) => boolean | undefined): Iterable<ThreatInstance> {
  for (const dns of context.components.of('cluster-dns')) {
    const setting = dns.corefile ?? unknown(gap('api', 'gap/corefile', 'How does the cluster DNS answer? kubectl get configmap coredns -n kube-system -o yaml'));
    yield { scope: dns.ref, message, exposed: map(setting, (blocks) => blocks.some(({ directives }) => directives.some((directive) => judge(directive) === true))) };
  }
}

function* dnsOutage(context: Context): Iterable<ThreatInstance> {
  for (const dns of context.components.of('cluster-dns')) {
    const { workload } = dns;
    if (!workload) {
      yield { scope: dns.ref, message: 'cluster DNS', exposed: unknown(gap('api', 'gap/dns-workload', 'How many replicas has the cluster DNS? kubectl get deployment coredns -n kube-system -o yaml')) };
      continue;
    }
    const budget = context.cluster.given('PodDisruptionBudget', 'policy', workload.namespace).some((each) => Object.entries(textMap(valueAt(each, ['spec', 'selector', 'matchLabels']))).every(([key, value]) => workload.labels[key] === value));
    if (workload.ref.kind === 'DaemonSet') {
      yield absent(dns.ref, 'runs on every node', evidence(workload.ref, ['kind'], workload.ref.kind));
      continue;
    }
    const few = workload.instances < 2;
    const message = few ? `runs ${workload.instances} replica` : budget ? `runs ${workload.instances} replicas under a disruption budget` : `runs ${workload.instances} replicas without a disruption budget`;
    yield { scope: dns.ref, message, exposed: known(few || !budget, evidence(workload.ref, ['spec', 'replicas'], valueAt(workload.object, ['spec', 'replicas']))) };
  }
}

/** Pods that ask the node's resolver or one of their own; the cluster DNS itself must. */
function* ownResolvers(context: Context): Iterable<ThreatInstance> {
  for (const workload of workloadsOf(context)) {
    const policy = text(workload.spec['dnsPolicy']);
    const servers = texts(valueAt(workload.spec, ['dnsConfig', 'nameservers']));
    if (policy === 'Default' && !workload.hostNetwork) yield present(workload.ref, 'asks the resolver of its node', workload.at('dnsPolicy'));
    else if (servers.length > 0) yield present(workload.ref, `asks ${servers.join(', ')}`, workload.at('dnsConfig', 'nameservers'));
  }
}

