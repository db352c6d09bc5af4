// What people do by mistake, leave behind or carry away.

import { text, textMap } from '../../cluster/read.ts';
import { enforcedLevel } from '../../engines/enforced-level.ts';
import type { Holder } from '../../engines/rights.ts';
import { isPipeline } from '../../knowledge/pipeline-identities.ts';
import { repositoryOf } from '../../knowledge/neighbours.ts';
import { evidence } from '../../model/evidence.ts';
import { chain, known, unknown } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { holdersOf, nobody } from './held.ts';
import { isUser } from './holders.ts';
import { absent, at, ofCluster, orElse, present, type Decisions } from './instances.ts';
import { workloadsOf } from './running.ts';

export const peopleDecisions: Decisions = {
  'threat/APP-19': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'none' },
    decide: (context) => orElse(disguises(context), () => ofCluster('no workload bears the name of a component that it is not', unknown(gap('audit', 'gap/unexpected-workloads', 'Is every CronJob and DaemonSet one that you deployed? The audit log shows who created each.')))),
  },
  'threat/INA-07': {
    severity: { gain: 'information', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(deployments(context), () => ofCluster('nothing here compares the cluster with its source', unknown(gap('audit', 'gap/changes-by-hand', 'Which objects are changed by hand beside the source that they come from? The audit log shows who changes what.')))),
  },
  'threat/INA-10': {
    severity: { gain: 'cluster', position: 'an administrator', effort: 'one more weakness' },
    decide: () => [ofCluster('credentials that leave with a person', unknown(gap('audit', 'gap/new-credentials', 'Are bindings, token Secrets, certificates, bootstrap tokens and access entries that were made beside the source looked through when somebody leaves?')))],
  },
  'threat/INU-06': {
    severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
    decide: (context) => [...warnings(context), ...orElse(byHand(context), () => nobody(context))],
  },
  'threat/INU-07': {
    severity: { gain: 'cluster', position: 'anyone', effort: 'several weaknesses' },
    decide: (context) => orElse(logins(context), () => ofCluster('credentials of people outside the cluster', unknown(gap('person', 'gap/leaked-logins', 'Are repositories, images and laptops searched for kubeconfigs and tokens, and do the logins of people expire within hours?')))),
  },
};

const componentNames: ReadonlySet<string> = new Set(['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'kube-proxy', 'coredns', 'etcd']);

/** Workloads of kube-system that are called like a component and run another image. */
function* disguises(context: Context): Iterable<ThreatInstance> {
  for (const workload of workloadsOf(context)) {
    const { name } = workload.ref;
    if (workload.namespace !== 'kube-system' || workload.mirror || !componentNames.has(name)) continue;
    const [first] = workload.containers;
    const program = (image: string): boolean => new RegExp(`${name}|hyperkube`).test(repositoryOf(image).split('/').at(-1) ?? '');
    if (first && !workload.containers.some(({ image }) => program(image))) yield present(workload.ref, `is called like a component of the cluster and runs ${first.image}`, first.at('image'));
  }
}

/** Whether what deploys from a source takes back what people change by hand. */
function* deployments({ cluster }: Context): Iterable<ThreatInstance> {
  for (const application of cluster.given('Application', 'argoproj.io')) {
    const ref = cluster.ref(application);
    const heals = valueAt(application, ['spec', 'syncPolicy', 'automated', 'selfHeal']) === true;
    const shown = at(application, ref, 'spec', 'syncPolicy', 'automated', 'selfHeal');
    yield heals ? absent(ref, 'takes back what is changed by hand', shown) : present(ref, 'leaves what is changed by hand as it is', shown);
  }
  for (const [kind, group] of [['Kustomization', 'kustomize.toolkit.fluxcd.io'], ['HelmRelease', 'helm.toolkit.fluxcd.io']] as const) {
    for (const object of cluster.given(kind, group)) {
      const ref = cluster.ref(object);
      const shown = at(object, ref, 'spec', 'suspend');
      if (valueAt(object, ['spec', 'suspend']) === true) yield present(ref, 'is suspended: what is changed by hand stays', shown);
      // A Kustomization applies its source again and again; a HelmRelease only where it is told to look for drift.
      else if (kind === 'Kustomization' || text(valueAt(object, ['spec', 'driftDetection', 'mode'])) === 'enabled') yield absent(ref, 'takes back what is changed by hand', shown);
      else yield present(ref, 'leaves what is changed by hand until the next release', at(object, ref, 'spec', 'driftDetection', 'mode'));
    }
  }
}

const level = (mode: string): string => `pod-security.kubernetes.io/${mode}`;

/** Namespaces that are told to warn of bad pods and to let them in; those of the cluster itself can refuse none. */
function* warnings({ cluster }: Context): Iterable<ThreatInstance> {
  for (const namespace of cluster.given('Namespace')) {
    const labels = namespace.metadata.labels ?? {};
    const mode = ['warn', 'audit'].find((each) => ['baseline', 'restricted'].includes(labels[level(each)] ?? ''));
    if (mode === undefined || namespace.metadata.name.startsWith('kube-')) continue;
    const ref = cluster.ref(namespace);
    const shown = evidence(ref, ['metadata', 'labels', level(mode)], labels[level(mode)]);
    const exposed = chain(enforcedLevel(cluster, namespace.metadata.name), (enforced) => known(enforced !== 'baseline' && enforced !== 'restricted', shown));
    yield { scope: ref, message: `${mode === 'warn' ? 'warns of' : 'records'} what breaks level ${labels[level(mode)] ?? ''}${exposed.known && exposed.value ? ', and lets it in' : ''}`, exposed };
  }
}

const isByHand = (holder: Holder, context: Context): boolean => isUser(holder, context) && !isPipeline(holder.name);

function byHand(context: Context): readonly ThreatInstance[] {
  return holdersOf(context, {
    who: isByHand, can: 'change workloads by hand, beside every pipeline',
    rights: [['', 'pods'], ['apps', 'deployments'], ['apps', 'statefulsets'], ['apps', 'daemonsets'], ['batch', 'cronjobs']].flatMap(([group = '', resource = '']) => ['create', 'patch', 'update'].map((verb) => ({ verb, group, resource }))),
  });
}

const credential = /^\s*(?:-\s+)?"?(token|client-key-data|password)"?:\s*"?[^\s"']/m;

/** Logins of people that are kept in the cluster, where others read them. */
function* logins({ cluster }: Context): Iterable<ThreatInstance> {
  for (const map of cluster.given('ConfigMap')) {
    const key = Object.entries(textMap(map['data'])).find(([, value]) => /kind"?:\s*"?Config\b/.test(value) && credential.test(value))?.[0];
    if (key !== undefined) yield present(cluster.ref(map), `holds a kubeconfig with a login in key ${key}, where no right on Secrets is needed to read it`, evidence(cluster.ref(map), ['data', key]));
  }
  for (const secret of cluster.given('Secret')) {
    const key = secret.metadata.name.includes('webhook') ? undefined : cluster.secretFacts(secret)?.keys.find(({ format }) => format === 'kubeconfig');
    if (key) yield present(cluster.ref(secret), `holds a kubeconfig in key ${key.name}`, evidence(cluster.ref(secret), ['data', key.name]));
  }
}
