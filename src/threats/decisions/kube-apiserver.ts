import { entries, fields, text, texts } from '../../cluster/read.ts';
import { takesAnonymous } from '../../engines/components/api-server.ts';
import type { Right } from '../../engines/rights.ts';
import { evidence } from '../../model/evidence.ts';
import { all, any, chain, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { refKey, valueAt } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { matchesPods } from './supply-chain.ts';
import { firstMatch, heldBy } from './held.ts';
import { isTenant } from './holders.ts';
import { absent, at, noneOf, ofCluster, orElse, present, textAt, type Decisions } from './instances.ts';
import { perComponent } from './per-component.ts';
import { containersOf, workloadsOf } from './running.ts';

const day = 86_400;

export const apiserverDecisions: Decisions = {
  'threat/API-02': {
    severity: { gain: 'information', position: 'anyone', effort: 'none' },
    decide: anonymousRights,
  },
  'threat/API-04': {
    severity: { gain: 'secrets', position: 'a user', effort: 'one more weakness' },
    decide: (context) => [...perComponent(context, 'kube-apiserver', '--token-auth-file', 'takes tokens of people from a file', (value) => value !== null && value !== ''), ...certificatesOfPeople(context)],
  },
  'threat/API-07': {
    severity: { gain: 'node', position: 'a user', effort: 'one more weakness' },
    decide: (context) => orElse([...openWebhooks(context), ...reportingPolicies(context)], () => noneOf(context, 'ValidatingWebhookConfiguration', 'admissionregistration.k8s.io', 'no admission webhook was given')),
  },
  'threat/API-08': {
    severity: { gain: 'secrets', position: 'an administrator', effort: 'one more weakness' },
    decide: (context) => orElse([...readingWebhooks(context), ...foreignServices(context)], () => noneOf(context, 'ValidatingWebhookConfiguration', 'admissionregistration.k8s.io', 'no webhook and no aggregated API was given')),
  },
  'threat/API-09': {
    severity: { gain: 'secrets', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => [
      ...perComponent(context, 'kube-apiserver', '--kubelet-certificate-authority', 'does not check the certificates of kubelets', (value) => value === null || value === ''),
      ...perComponent(context, 'kube-apiserver', '--requestheader-allowed-names', 'takes the word of any proxy with a certificate', (value, component) => chain(component.setting('--requestheader-client-ca-file'), (authority) => known(authority.value !== null && (value === null || value === ''), component.at('--requestheader-allowed-names')))),
      ...perComponent(context, 'kube-apiserver', '--tls-min-version', 'speaks TLS older than 1.2', (value) => value === 'VersionTLS10' || value === 'VersionTLS11'),
      ...uncheckedServices(context),
    ],
  },
  'threat/API-12': {
    severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
    decide: (context) => [...perComponent(context, 'kube-apiserver', '--enable-priority-and-fairness', 'lets one caller starve the others', (value) => value === 'false'), ...exemptTenants(context)],
  },
  'threat/API-13': {
    severity: { gain: 'secrets', position: 'a container', effort: 'several weaknesses' },
    decide: (context) => [
      ...perComponent(context, 'kube-apiserver', '--service-account-lookup', 'takes tokens of deleted accounts', (value) => value === 'false'),
      ...perComponent(context, 'kube-apiserver', '--service-account-max-token-expiration', 'lets tokens live for more than a year', (value) => hoursOf(value) > 24 * 365),
      ...longTokens(context),
    ],
  },
  'threat/API-14': {
    severity: { gain: 'node', position: 'a user', effort: 'one more weakness' },
    decide: (context) => [...orElse(bootstrapTokens(context), () => noneOf(context, 'Secret', '', 'no bootstrap token was given')), ...approvedByItself(context)],
  },
  'threat/API-15': {
    severity: { gain: 'cluster', position: 'a user', effort: 'none' },
    decide: mintedIdentities,
  },
  'threat/API-16': {
    severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
    decide: controlPlaneNodes,
  },
  'threat/API-17': {
    severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
    decide: (context) => [
      ...perComponent(context, 'kube-apiserver', '--profiling', 'serves profiles of itself', (value) => value !== 'false'),
      ...perComponent(context, 'kube-apiserver', '--feature-gates', 'runs every alpha feature', (value) => /(^|,)AllAlpha=true/.test(value ?? '')),
      ...heldBy(context, {
        who: isTenant, can: 'send requests through the API server to services and pods', despiteNames: false,
        rights: ['services', 'pods'].flatMap((resource) => ['get', 'create'].map((verb) => ({ verb, group: '', resource, subresource: 'proxy' }))),
      }),
    ],
  },
};

/** Bindings to the anonymous user and its group that no cluster is born with; the reader of cluster-info belongs to kubeadm. */
function* anonymousRights(context: Context): Iterable<ThreatInstance> {
  const grants = context.rights.grants.filter(
    ({ holders, ref }) => holders.some(({ kind, name }) => (kind === 'User' && name === 'system:anonymous') || (kind === 'Group' && name === 'system:unauthenticated')) && !(ref.namespace === 'kube-public' && ref.name === 'kubeadm:bootstrap-signer-clusterinfo'),
  );
  for (const apiserver of context.components.of('kube-apiserver')) {
    const open = takesAnonymous(apiserver, context.cluster);
    const flag = open.known ? known(open.value, apiserver.at('--anonymous-auth')) : open;
    for (const grant of grants) {
      yield { scope: grant.ref, message: `gives ${grant.role.kind} ${grant.role.name} to requests without credentials`, exposed: all(flag, known(true, evidence(grant.ref, ['subjects'], grant.binding['subjects']))) };
    }
    if (grants.length === 0) yield { scope: apiserver.ref, message: 'gives requests without credentials nothing more than it is born with', exposed: all(flag, map(context.rights.whole, () => false)) };
  }
}

/** People who log in with certificates of the cluster's own authority: nobody can take one back. */
function* certificatesOfPeople(context: Context): Iterable<ThreatInstance> {
  const { cluster } = context;
  const requests = cluster.given('CertificateSigningRequest', 'certificates.k8s.io').filter((request) => textAt(request, 'spec', 'signerName') === 'kubernetes.io/kube-apiserver-client' && !textAt(request, 'spec', 'username').startsWith('system:'));
  for (const apiserver of context.components.of('kube-apiserver')) {
    const other = ['--oidc-issuer-url', '--authentication-config', '--authentication-token-webhook-config-file'].map((name) => map(apiserver.setting(name), ({ value }) => value !== null && value !== ''));
    const single = map(any(...other), (found) => !found);
    const [first] = requests;
    const byCertificate: Fact<boolean> = first
      ? known(true, at(first, cluster.ref(first), 'spec', 'signerName'))
      : unknown(gap('person', 'gap/how-people-log-in', 'How do people log in to the API server: single sign-on, certificates, or a provider?'));
    yield { scope: apiserver.ref, message: 'knows people by certificates that cannot be revoked', exposed: all(single, byCertificate) };
  }
}

const webhookKinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const;
const admission = 'admissionregistration.k8s.io';

/** Webhooks that are asked about pods, and what happens when they do not answer. */
function* openWebhooks({ cluster }: Context): Iterable<ThreatInstance> {
  for (const configuration of cluster.given('ValidatingWebhookConfiguration', admission)) {
    const ref = cluster.ref(configuration);
    for (const { index, value } of entries(configuration['webhooks'])) {
      if (!matchesPods(value)) continue;
      const name = text(value['name']) ?? '';
      // Missing, it is Fail since v1.
      const open = value['failurePolicy'] === 'Ignore';
      const shown = at(configuration, ref, 'webhooks', index, 'failurePolicy');
      yield open ? present(ref, `${name} lets pods pass when it does not answer`, shown) : absent(ref, `${name} refuses pods when it does not answer`, shown);
    }
  }
}

function* reportingPolicies({ cluster }: Context): Iterable<ThreatInstance> {
  for (const kind of ['ClusterPolicy', 'Policy']) {
    for (const policy of cluster.given(kind, 'kyverno.io')) {
      const ref = cluster.ref(policy);
      const validating = entries(valueAt(policy, ['spec', 'rules'])).filter(({ value }) => fields(value['validate']));
      if (validating.length === 0) continue;
      const action = textAt(policy, 'spec', 'validationFailureAction') || textAt(validating[0]?.value, 'validate', 'failureAction') || 'Audit';
      const shown = at(policy, ref, 'spec', 'validationFailureAction');
      yield /^enforce$/i.test(action) ? absent(ref, 'refuses what breaks it', shown) : present(ref, 'only reports what breaks it', shown);
    }
  }
  for (const binding of cluster.given('ValidatingAdmissionPolicyBinding', admission)) {
    if (cluster.isBuiltIn(binding)) continue;
    const ref = cluster.ref(binding);
    const actions = texts(valueAt(binding, ['spec', 'validationActions']));
    yield actions.includes('Deny') ? absent(ref, 'refuses what breaks its policy', at(binding, ref, 'spec', 'validationActions')) : present(ref, 'only reports what breaks its policy', at(binding, ref, 'spec', 'validationActions'));
  }
}

const sensitive = ['secrets', 'roles', 'clusterroles', 'rolebindings', 'clusterrolebindings', '*', '*/*'];

function* readingWebhooks({ cluster }: Context): Iterable<ThreatInstance> {
  for (const kind of webhookKinds) {
    for (const configuration of cluster.given(kind, admission)) {
      const ref = cluster.ref(configuration);
      for (const { index, value } of entries(configuration['webhooks'])) {
        const name = text(value['name']) ?? '';
        const rule = entries(value['rules']).find(({ value: each }) => texts(each['resources']).some((resource) => sensitive.includes(resource)) && texts(each['apiGroups']).some((group) => ['', '*', 'rbac.authorization.k8s.io'].includes(group)));
        const outside = textAt(value, 'clientConfig', 'url');
        if (outside !== '') yield present(ref, `${name} sends objects to ${outside}`, at(configuration, ref, 'webhooks', index, 'clientConfig', 'url'));
        else if (rule) yield present(ref, `${name} sees ${texts(rule.value['resources']).filter((resource) => sensitive.includes(resource)).join(', ')}`, at(configuration, ref, 'webhooks', index, 'rules', rule.index, 'resources'));
        else yield absent(ref, `${name} sees no Secrets and no rights`, at(configuration, ref, 'webhooks', index, 'rules'));
      }
    }
  }
}

export const platform: RegExp = /^(kube-|openshift|cattle-|gke-|istio-system$|monitoring$|knative-)/;

function* foreignServices({ cluster }: Context): Iterable<ThreatInstance> {
  for (const service of cluster.given('APIService', 'apiregistration.k8s.io')) {
    const namespace = textAt(service, 'spec', 'service', 'namespace');
    const ref = cluster.ref(service);
    if (namespace === '') continue;
    if (!platform.test(namespace)) yield present(ref, `is served by namespace ${namespace}: it sees every request to its API, with the caller's name`, at(service, ref, 'spec', 'service', 'namespace'));
  }
}

function* uncheckedServices({ cluster }: Context): Iterable<ThreatInstance> {
  for (const service of cluster.given('APIService', 'apiregistration.k8s.io')) {
    if (valueAt(service, ['spec', 'insecureSkipTLSVerify']) === true) yield present(cluster.ref(service), 'is reached without its certificate being checked', at(service, cluster.ref(service), 'spec', 'insecureSkipTLSVerify'));
  }
}

const everybody = new Set(['system:authenticated', 'system:serviceaccounts', 'system:unauthenticated']);

/** Flow schemas that put everybody on a level without limit. */
function* exemptTenants({ cluster }: Context): Iterable<ThreatInstance> {
  for (const schema of cluster.given('FlowSchema', 'flowcontrol.apiserver.k8s.io')) {
    if (cluster.isBuiltIn(schema) || textAt(schema, 'spec', 'priorityLevelConfiguration', 'name') !== 'exempt') continue;
    const subjects = entries(valueAt(schema, ['spec', 'rules'])).flatMap(({ value }) => entries(value['subjects']).map((each) => each.value));
    const open = subjects.filter((subject) => everybody.has(textAt(subject, 'group', 'name')) || (subject['kind'] === 'ServiceAccount' && textAt(subject, 'serviceAccount', 'name') === '*'));
    if (open.length > 0) yield present(cluster.ref(schema), 'lets everybody send requests without limit', at(schema, cluster.ref(schema), 'spec', 'rules'));
  }
}

/** Tokens that live longer than a day; the automatic ones, which are renewed, are left out. */
function* longTokens(context: Context): Iterable<ThreatInstance> {
  for (const container of containersOf(context)) {
    for (const token of container.tokens) {
      if (token.automatic || (token.expirationSeconds ?? 0) <= day) continue;
      yield present(container.workload.ref, `container ${container.name}: holds a token for ${Math.round((token.expirationSeconds ?? 0) / 3600)} hours`, container.workload.at('volumes'));
    }
  }
}

function hoursOf(duration: string | null): number {
  const found = /^(?:(\d+)h)?/.exec(duration ?? '');
  return Number(found?.[1] ?? 0);
}

const week = 7 * day * 1000;

function* bootstrapTokens({ cluster, today }: Context): Iterable<ThreatInstance> {
  for (const secret of cluster.given('Secret')) {
    if (secret['type'] !== 'bootstrap.kubernetes.io/token') continue;
    const facts = cluster.secretFacts(secret);
    const ref = cluster.ref(secret);
    const shown = evidence(ref, ['data', 'expiration'], facts?.expires);
    const ends = facts?.expires === undefined ? Infinity : Date.parse(facts.expires);
    // What is no time counts as past.
    const left = Number.isNaN(ends) ? -1 : ends - today.getTime();
    if (left === Infinity) yield present(ref, 'lets nodes join for ever: it has no expiry', shown);
    else if (left > week) yield present(ref, `lets nodes join until ${facts?.expires ?? ''}`, shown);
    else yield absent(ref, left < 0 ? 'is a bootstrap token that has expired' : 'is a bootstrap token that expires within a week', shown);
  }
}

const certificates = 'certificates.k8s.io';
const requests = 'certificatesigningrequests';
const joins: Right = { verb: 'create', group: certificates, resource: requests, subresource: 'nodeclient' };

/** Who gets a node's certificate approved without a person; kubeadm's own bootstrappers are as they must be. */
function* approvedByItself(context: Context): Iterable<ThreatInstance> {
  for (const grant of context.rights.grants) {
    const approved = grant.match(joins);
    const others = grant.holders.filter((holder) => !/^system:bootstrappers(:|$)/.test(holder.name) && isTenant(holder, context));
    const [first] = others;
    if (approved && first) yield present(grant.ref, `gets node certificates approved by itself for ${first.kind} ${first.name}`, approved.evidence, evidence(grant.ref, ['subjects'], grant.binding['subjects']));
  }
}

/** Approving and signing each need two rights at once. */
const minting = (['approve', 'sign'] as const).map((verb) => {
  const subresource = verb === 'approve' ? 'approval' : 'status';
  return { verb, writes: ['update', 'patch'].map((write): Right => ({ verb: write, group: certificates, resource: requests, subresource })), signer: { verb, group: certificates, resource: 'signers' } satisfies Right };
});

function* mintedIdentities(context: Context): Iterable<ThreatInstance> {
  const found: ThreatInstance[] = [];
  for (const grant of context.rights.grants) {
    if (grant.namespace !== null) continue;
    for (const holder of grant.holders) {
      if (!isTenant(holder, context)) continue;
      for (const { verb, writes, signer } of minting) {
        const first = firstMatch(grant, writes, () => true);
        const second = first && context.rights.held(holder, signer, 'cluster');
        if (!first || !second) continue;
        if (second.match.names.length > 0 && !second.match.names.some((name) => name === 'kubernetes.io/*' || name === 'kubernetes.io/kube-apiserver-client')) continue;
        found.push(present(first.editable, `${holder.kind} ${holder.name} may ${verb === 'approve' ? 'approve' : 'sign'} certificates for any name`, first.evidence, second.match.evidence));
      }
    }
  }
  yield* orElse(found, () => ofCluster('nobody who was given may approve or sign certificates of clients', map(context.rights.whole, () => false)));
}

const controlPlaneLabels = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

export function isControlPlane(node: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } }): boolean {
  return controlPlaneLabels.some((label) => node.metadata.labels?.[label] !== undefined);
}

/** Control-plane nodes that take ordinary pods, and ordinary pods that tolerate to run there. */
function* controlPlaneNodes(context: Context): Iterable<ThreatInstance> {
  const { cluster } = context;
  const nodes = cluster.given('Node').filter(isControlPlane);
  if (nodes.length === 0) {
    const { provider } = context.components;
    const hosted = provider.known && provider.value?.hosted === true;
    yield hosted ? { ...ofCluster('the provider runs the control plane elsewhere', known(false)), asset: known(false) } : ofCluster('no control-plane node was given', unknown(gap('api', 'gap/list/node/all-namespaces', 'Which Node objects are there in the cluster? kubectl get node -o json')));
    return;
  }
  for (const node of nodes) {
    const ref = cluster.ref(node);
    const guarded = entries(valueAt(node, ['spec', 'taints'])).some(({ value }) => controlPlaneLabels.includes(text(value['key']) ?? '') && value['effect'] !== 'PreferNoSchedule');
    if (!guarded) yield present(ref, 'takes ordinary pods: it lacks the taint of the control plane', at(node, ref, 'spec', 'taints'));
    else yield absent(ref, 'keeps ordinary pods away', at(node, ref, 'spec', 'taints'));
  }
  const neighbours = new Set(context.components.neighbours.map(({ ref }) => refKey(ref)));
  for (const workload of workloadsOf(context)) {
    const toleration = entries(workload.spec['tolerations']).find(({ value }) => value['effect'] !== 'NoExecute' && (controlPlaneLabels.includes(text(value['key']) ?? '') || (value['key'] === undefined && value['operator'] === 'Exists')));
    if (!toleration || platform.test(workload.namespace) || neighbours.has(refKey(workload.ref))) continue;
    yield present(workload.ref, 'may be placed on a control-plane node', workload.at('tolerations', toleration.index));
  }
}

