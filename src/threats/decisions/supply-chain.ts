import { entries, fields, text, texts } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { parseImage } from '../../engines/images/reference.ts';
import { imageVerifiers } from '../../engines/images/verification.ts';
import type { Right } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { refKey, valueAt, type KubernetesObject } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import { apiserverRuns } from '../../rules/image-gate.ts';
import { clusterRef } from '../../rules/subjects.ts';
import type { ThreatInstance } from '../verdict.ts';
import { imageContentDecisions } from './image-contents.ts';
import { mayHold, nobody } from './held.ts';
import { absent, at, noneOf, ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { perContainer, type Tell, type Told } from './per-container.ts';
import { volumesOf, whichCommand, whichRun, workloadsOf } from './running.ts';

/** Whether an image reference can change under the one who wrote it. */
export function isPinned(image: string): boolean {
  return image.includes('@') && parseImage(image)?.digest !== undefined;
}

export const supplyChainDecisions: Decisions = {
  ...imageContentDecisions,
  'threat/SCA-01': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => [registries(context)],
  },
  'threat/SCA-02': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => perContainer(context, ({ image }) => (image === '' ? undefined : isPinned(image) ? 'not so' : mayChange)),
  },
  'threat/SCA-03': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => [verification(context)],
  },
  'threat/SCA-08': {
    severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
    decide: (context) => orElse([...argoProjects(context), ...fluxIdentities(context), ...packagedRights(context)], () => nobody(context)),
  },
  'threat/SCA-09': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) =>
      orElse([...fluxSources(context), ...argoApplications(context)], () =>
        ofCluster('no GitOps source was given', unknown(gap('person', 'gap/deployment-source', 'From where are workloads deployed, and is what comes from there verified? Give the objects of Flux or Argo CD, or answer for the pipeline.'))),
      ),
  },
  'threat/SCA-10': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(pipelineTokens(context), () => ({ ...nobody(context), message: 'no token without expiry that was given may run code' })),
  },
  'threat/SCA-11': {
    severity: { gain: 'node', position: 'a container', effort: 'none' },
    decide: (context) => {
      const builds = whichRun(context, (repository) => builder.test(repository));
      return orElse(
        perContainer(context, (container, index) => {
          if (builds[index] !== true) return undefined;
          const power = hostPowerOf(container);
          return power ? { message: `builds images and ${power.message}`, exposed: known(true, power.shown) } : { message: 'builds images without power over its node', exposed: known(false, container.at('image')) };
        }, 'baseline'),
        () => ofCluster('no image builder was given', known(false)),
      );
    },
  },
  'threat/SCA-12': {
    severity: { gain: 'cluster', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse(injectors(context), () => noneOf(context, 'MutatingWebhookConfiguration', 'admissionregistration.k8s.io', 'no webhook rewrites pods')),
  },
  'threat/SCA-13': {
    severity: { gain: 'workload', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => [...perContainer(context, fetched, undefined, whichCommand(context)), ...gitVolumes(context)],
  },
};

const mayChange: Tell = (container) => ({ message: `its image ${container.image} can change behind its tag`, exposed: known(true, container.at('image')) });

const builder = /(^|\/)(docker|dind|moby\/buildkit|buildkit|kaniko-project\/executor|buildah(\/stable)?|podman(\/stable)?|img|gitlab-runner)$/;

function hostPowerOf(container: Container): { readonly message: string; readonly shown: ReturnType<Container['at']> } | undefined {
  if (container.privileged) return { message: 'runs privileged', shown: container.at('securityContext', 'privileged') };
  const socket = container.hostPaths.find(({ path }) => path.endsWith('.sock') || /^\/(run|var\/run)(\/|$)/.test(path));
  if (socket) return { message: `mounts ${socket.path}`, shown: socket.evidence };
  const storage = container.hostPaths.find(({ path }) => /^\/(var\/lib\/(docker|containerd|containers))?(\/|$)/.test(path));
  return storage && { message: `mounts ${storage.path}`, shown: storage.evidence };
}

/** Which registries are right is for a person to say; a policy that names them is the answer. */
function registries({ cluster }: Context): ThreatInstance {
  const policies = [['ClusterPolicy', 'kyverno.io'], ['ValidatingPolicy', 'policies.kyverno.io'], ['ValidatingAdmissionPolicy', 'admissionregistration.k8s.io'], ['K8sAllowedRepos', 'constraints.gatekeeper.sh']] as const;
  const guard = policies.flatMap(([kind, group]) => cluster.given(kind, group)).find((policy) => policy.kind === 'K8sAllowedRepos' || namesRegistries(policy));
  const found = new Set<string>();
  for (const { containers } of cluster.workloads) for (const { image } of containers) found.add(parseImage(image)?.registry ?? image);
  const hosts = [...found].toSorted();
  const open: Fact<boolean> = unknown(gap('person', 'gap/approved-registries', `Which registries are approved? Images here come from ${hosts.slice(0, 6).join(', ')}${hosts.length > 6 ? ` and ${hosts.length - 6} more` : ''}.`));
  if (!guard) return ofCluster(`images come from ${hosts.length} registries, and no policy that was given limits them`, open);
  const ref = cluster.ref(guard);
  return { ...ofCluster('a policy names the registries that images may come from', open), control: known(ref, evidence(ref, ['spec'])) };
}

/** Whether an admission policy compares images with the beginning of a registry's name. */
function namesRegistries(policy: KubernetesObject): boolean {
  const written = JSON.stringify(valueAt(policy, ['spec']) ?? {});
  return /image/i.test(written) && /startsWith\(|"image":"[\w.*-]+\/|registry/i.test(written);
}

/** A policy engine can also verify in ways that its objects do not show. */
function verification(context: Context): ThreatInstance {
  const { cluster } = context;
  const verifiers = imageVerifiers(cluster);
  const enforcing = verifiers.find(({ enforces }) => enforces);
  if (enforcing) return { ...ofCluster('a policy verifies images', known(false)), control: known(enforcing.ref, enforcing.shown) };
  const webhook = apiserverRuns('ImagePolicyWebhook', context);
  const [server] = context.components.of('kube-apiserver');
  if (webhook.known && webhook.value && server) return { ...ofCluster('the ImagePolicyWebhook plug-in is asked about every image', known(false)), control: known(server.ref, server.at('--enable-admission-plugins')) };
  const [auditing] = verifiers;
  if (auditing) return present(auditing.ref, 'the policy that verifies images only reports', auditing.shown);
  if (cluster.workloads.length === 0) return ofCluster('no policy that verifies images was given', unknown(gap('api', 'gap/image-verification', 'Which policies verify images? kubectl get clusterpolicies,imagevalidatingpolicies,clusterimagepolicies -A -o json')));
  return ofCluster('nothing that was given verifies images before they run', assumed(true, evidence(clusterRef, ['ImageValidatingPolicy'])));
}

function* argoProjects({ cluster }: Context): Iterable<ThreatInstance> {
  for (const project of cluster.given('AppProject', 'argoproj.io')) {
    const ref = cluster.ref(project);
    const wide = [
      ['sourceRepos', texts(valueAt(project, ['spec', 'sourceRepos'])).includes('*')],
      ['destinations', entries(valueAt(project, ['spec', 'destinations'])).some(({ value }) => value['namespace'] === '*')],
      ['clusterResourceWhitelist', entries(valueAt(project, ['spec', 'clusterResourceWhitelist'])).some(({ value }) => value['kind'] === '*')],
    ].flatMap(([name, open]) => (open === true ? [String(name)] : []));
    const [first] = wide;
    if (first === undefined) yield absent(ref, 'limits what it takes and where it writes', at(project, ref, 'spec', 'destinations'));
    else yield present(ref, `takes or writes anything: * in ${wide.join(', ')}`, at(project, ref, 'spec', first));
  }
}

function* fluxIdentities({ cluster }: Context): Iterable<ThreatInstance> {
  for (const [kind, group] of [['Kustomization', 'kustomize.toolkit.fluxcd.io'], ['HelmRelease', 'helm.toolkit.fluxcd.io']] as const) {
    for (const object of cluster.given(kind, group)) {
      const ref = cluster.ref(object);
      const account = textAt(object, 'spec', 'serviceAccountName');
      yield account === '' ? present(ref, 'is applied with the rights of the controller: no serviceAccountName', at(object, ref, 'spec', 'serviceAccountName')) : absent(ref, `is applied as ServiceAccount ${account}`, at(object, ref, 'spec', 'serviceAccountName'));
    }
  }
}

const packageMarks: readonly (readonly [key: string, value?: string])[] = [['helm.sh/chart'], ['app.kubernetes.io/managed-by', 'Helm'], ['olm.owner'], ['operators.coreos.com/operator-name']];

function isPackaged(labels: Readonly<Record<string, string>> | undefined): boolean {
  return labels !== undefined && packageMarks.some(([key, value]) => labels[key] !== undefined && (value === undefined || labels[key] === value));
}

/** Workloads of a chart or an operator bundle whose service account takes over the cluster or reads every Secret. */
function* packagedRights(context: Context): Iterable<ThreatInstance> {
  const seen = new Set<string>();
  for (const workload of workloadsOf(context)) {
    if (!isPackaged(workload.labels) && !isPackaged(workload.object.metadata.labels)) continue;
    const account = refKey(workload.serviceAccount);
    if (seen.has(account)) continue;
    seen.add(account);
    const holder = { kind: 'ServiceAccount' as const, name: workload.serviceAccount.name, namespace: workload.namespace };
    if (!mayHold(holder, excessRights, context)) continue;
    const excess = excessRights.map((right) => context.rights.held(holder, right, 'cluster')).find((held) => held !== undefined && held.match.names.length === 0);
    if (excess) yield present(workload.ref, `came with rights of a whole cluster for ServiceAccount ${holder.namespace}/${holder.name}`, excess.match.evidence, evidence(excess.grant.ref, ['roleRef', 'name'], excess.grant.role.name));
  }
}

const rbac = 'rbac.authorization.k8s.io';
const excessRights = [
  { verb: '*', group: '*', resource: '*' }, { verb: 'list', group: '', resource: 'secrets' }, { verb: 'get', group: '', resource: 'secrets' },
  { verb: 'escalate', group: rbac, resource: 'clusterroles' }, { verb: 'bind', group: rbac, resource: 'clusterroles' },
] as const;

function* fluxSources({ cluster }: Context): Iterable<ThreatInstance> {
  for (const kind of ['GitRepository', 'OCIRepository']) {
    for (const source of cluster.given(kind, 'source.toolkit.fluxcd.io')) {
      const ref = cluster.ref(source);
      const verified = fields(valueAt(source, ['spec', 'verify'])) !== undefined;
      const plain = textAt(source, 'spec', 'url').startsWith('http:');
      if (plain) yield present(ref, 'is fetched without TLS', at(source, ref, 'spec', 'url'));
      else yield verified ? absent(ref, 'is verified before it is applied', at(source, ref, 'spec', 'verify')) : present(ref, 'is applied without a signature being checked', at(source, ref, 'spec', 'verify'));
    }
  }
}

function* argoApplications({ cluster }: Context): Iterable<ThreatInstance> {
  for (const application of cluster.given('Application', 'argoproj.io')) {
    const ref = cluster.ref(application);
    const project = textAt(application, 'spec', 'project') || 'default';
    const object = cluster.find('AppProject', 'argoproj.io', ref.namespace, project);
    const automated = fields(valueAt(application, ['spec', 'syncPolicy', 'automated'])) !== undefined;
    if (!automated) yield absent(ref, 'is synced by hand', at(application, ref, 'spec', 'syncPolicy'));
    else if (!object) yield { scope: ref, message: 'is synced by itself', exposed: unknown(gap('api', `gap/app-project/${project}`, `Does AppProject ${project} ask for signatures? kubectl get appproject ${project} -n ${ref.namespace ?? 'argocd'} -o yaml`)) };
    else if (entries(valueAt(object, ['spec', 'signatureKeys'])).length > 0) yield absent(ref, `is synced by itself from signed commits only`, at(object, cluster.ref(object), 'spec', 'signatureKeys'));
    else yield present(ref, `is synced by itself, and AppProject ${project} asks for no signature`, at(application, ref, 'spec', 'syncPolicy', 'automated'), at(object, cluster.ref(object), 'spec', 'signatureKeys'));
  }
}

const runsPods: readonly Right[] = [['', 'pods'], ['apps', 'deployments'], ['apps', 'daemonsets'], ['apps', 'statefulsets'], ['batch', 'jobs'], ['batch', 'cronjobs']].map(([group = '', resource = '']) => ({ verb: 'create', group, resource }));

/** Tokens without expiry that no pod mounts, of accounts that can run code. */
function* pipelineTokens(context: Context): Iterable<ThreatInstance> {
  const { cluster, rights } = context;
  const mounted = new Set(volumesOf(context, 'secret').map(({ workload, value }) => `${workload.namespace}/${textAt(value, 'secret', 'secretName')}`));
  for (const secret of cluster.given('Secret')) {
    if (secret['type'] !== 'kubernetes.io/service-account-token') continue;
    const ref = cluster.ref(secret);
    if (mounted.has(`${ref.namespace ?? ''}/${ref.name}`)) continue;
    const name = secret.metadata.annotations?.['kubernetes.io/service-account.name'] ?? '';
    const holder = { kind: 'ServiceAccount' as const, name, namespace: ref.namespace ?? '' };
    const held = runsPods.flatMap((right) => rights.held(holder, right, 'anywhere') ?? []).at(0);
    if (held && !held.grant.builtIn) yield present(ref, `is a token of ServiceAccount ${holder.namespace}/${name} that never expires, and no pod uses it`, evidence(ref, ['type'], 'kubernetes.io/service-account-token'), held.match.evidence);
  }
}

function* injectors(context: Context): Iterable<ThreatInstance> {
  const { cluster } = context;
  for (const configuration of cluster.given('MutatingWebhookConfiguration', 'admissionregistration.k8s.io')) {
    const ref = cluster.ref(configuration);
    for (const { index, value } of entries(configuration['webhooks'])) {
      if (!matchesPods(value) || !isEmptySelector(value['namespaceSelector']) || !isEmptySelector(value['objectSelector'])) continue;
      const shown = at(configuration, ref, 'webhooks', index, 'namespaceSelector');
      const image = backendImage(value, cluster.workloads);
      const message = `${text(value['name']) ?? 'a webhook'} rewrites every pod of the cluster`;
      if (image === undefined) yield { scope: ref, message, exposed: unknown(gap('api', `gap/webhook-backend/${ref.name}`, `What runs behind MutatingWebhookConfiguration ${ref.name}, and whose image is it? kubectl get pods,services -A -o json`)) };
      else yield { scope: ref, message: `${message}${isPinned(image) ? ', by a pinned image' : `, by ${image}, which can change`}`, exposed: known(!isPinned(image), shown) };
    }
  }
}

function isEmptySelector(selector: unknown): boolean {
  const { matchLabels, matchExpressions } = fields(selector) ?? {};
  return Object.keys(fields(matchLabels) ?? {}).length === 0 && entries(matchExpressions).length === 0;
}

/** Whether a webhook is asked when a pod is created. */
export function matchesPods(webhook: KubernetesObject | Readonly<Record<string, unknown>>): boolean {
  return entries(webhook['rules']).some(({ value }) => {
    const has = (list: string, ...words: readonly string[]): boolean => texts(value[list]).some((each) => words.includes(each));
    return has('operations', 'CREATE', '*') && has('apiGroups', '', '*') && has('resources', 'pods', '*', '*/*', 'pods/*');
  });
}

function backendImage(webhook: Readonly<Record<string, unknown>>, workloads: Context['cluster']['workloads']): string | undefined {
  const namespace = textAt(webhook, 'clientConfig', 'service', 'namespace');
  const name = textAt(webhook, 'clientConfig', 'service', 'name');
  const behind = workloads.find((workload) => workload.namespace === namespace && name !== '' && (name.startsWith(workload.ref.name) || workload.ref.name.startsWith(name)));
  return behind?.containers.find(({ list }) => list === 'regular')?.image;
}

const downloadAndRun = /\b(curl|wget)\b[^|;&]*[|;&]+\s*(sudo\s+)?(ba|da|z)?sh\b|\b(ba|da|z)?sh\s+(-c\s+)?<\(\s*(curl|wget)|\b(ba)?sh\s+-c\s+"?\$\((curl|wget)|(curl|wget)[^;&|]*(-o|-O|>)\s*\S+.*(chmod \+x|\bsh\b)/;

function fetched(container: Container): Told | 'not so' {
  const lists = ['command', 'args'].flatMap((list) => texts(container.spec[list]).map((word, index) => ({ word, path: [list, index] as const })));
  const hooks = ['postStart', 'preStop'].flatMap((hook) => texts(valueAt(container.spec, ['lifecycle', hook, 'exec', 'command'])).map((word, index) => ({ word, path: ['lifecycle', hook, 'exec', 'command', index] as const })));
  const whole = lists.map(({ word }) => word).join(' ');
  const found = [...lists, ...hooks].find(({ word }) => downloadAndRun.test(word)) ?? (downloadAndRun.test(whole) ? lists[0] : undefined);
  return found ? { message: 'downloads a program and runs it when it starts', exposed: known(true, container.at(...found.path)) } : 'not so';
}

/** gitRepo volumes clone at start; no kubelet mounts them from 1.36, and from 1.33 only where a gate is turned on again. */
function* gitVolumes(context: Context): Iterable<ThreatInstance> {
  for (const { workload, index, value } of volumesOf(context, 'gitRepo')) {
    if (!fields(value['gitRepo'])) continue;
    const shown = workload.at('volumes', index, 'gitRepo');
    const mounts: Fact<boolean> = map(context.cluster.version, ({ minor }) => minor < 33);
    yield { scope: workload.ref, message: 'clones a repository into a volume when it starts', exposed: mounts.known ? known(mounts.value, shown) : mounts };
  }
}
