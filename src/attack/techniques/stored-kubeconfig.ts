import { X509Certificate } from 'node:crypto';
import { fields } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { AttackContext } from '../context.ts';
import { app, cart, inShop, podIn, rule } from '../examples.ts';
import { plainTexts, worthSteps, type Worth } from '../plain-text.ts';
import type { SecretPlace } from '../places.ts';
import { clusterAdmin, groupState, userState, type State } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const whichGap: Gap = gap('person', 'gap/stored-kubeconfig', 'Which cluster does the stored login lead to, and as whom? kubectl --kubeconfig FILE auth whoami. Where it is this one, its rights are those of whoever reads it.');

/** The label by which Argo CD knows its Secrets. */
const argoType = 'argocd.argoproj.io/secret-type';
// Without a credential in it, a kubeconfig is an address; a variable of a script that writes one is none.
const credential = /^\s*(?:-\s+)?"?(token|client-key-data|password)"?:\s*["']?(?!["'$`]|\s)./m;
const secret = (key: string, more = ''): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: admin, namespace: shop}\n${more}data: {${key}: YQ==}\n---\n`;
const map = (user: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: login, namespace: shop}\ndata:\n  config: |\n    apiVersion: v1\n    kind: Config\n    clusters: [{name: a, cluster: {server: "https://10.0.0.1:6443"}}]\n    users:\n    - name: a\n      user:\n        ${user}\n---\n`;

// Of O=builders, CN=pipeline.
const certificate = 'MIIBojCCAUmgAwIBAgIUF2mRRCh+RCE1DYfcALKI7l9f9lcwCgYIKoZIzj0EAwIwJjERMA8GA1UECgwIYnVpbGRlcnMxETAPBgNVBAMMCHBpcGVsaW5lMCAXDTI2MTEyODA4MzQzN1oYDzIxMjYxMTA0MDgzNDM3WjAmMREwDwYDVQQKDAhidWlsZGVyczERMA8GA1UEAwwIcGlwZWxpbmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARdp7GrA/k606jsPPkdyymAl52EAUYEdjuIpRXSEJDJmtAO+aVCfgvUMuHzu3AgTqs39p3h523uN6Rj3gkcRktFo1MwUTAdBgNVHQ4EFgQUKJWuqieDov+xcuqXBE1WMfD4MhswHwYDVR0jBBgwFoAUKJWuqieDov+xcuqXBE1WMfD4MhswDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiB72vMYMPE7xDhRr030uxWE/TZPuqgk2DMiyUyYIyF92AIgcq8yPqd9KoOvFt+HUfpgOx/JwMX8kGYJMQV2qtDiZ3g=';

const mounting = (at: string): string => podIn('shop', `volumeMounts: [{name: v, mountPath: ${at}}]`, 'automountServiceAccountToken: false, volumes: [{name: v, configMap: {name: login}}]');

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    for (const place of context.secrets) {
      const key = kubeconfigIn(place, context);
      if (key !== undefined) yield { needs: [place.state], gives: clusterAdmin, certain: false, because: () => ({ text: `${key} of it is a kubeconfig`, evidence: [evidence(context.cluster.ref(place.object), ['data', key])], gaps: [whichGap] }) };
      if (place.object.metadata.labels?.[argoType] === 'cluster') yield { needs: [place.state], gives: clusterAdmin, certain: false, because: () => ({ text: 'Argo CD logs in to a cluster with it', evidence: [evidence(context.cluster.ref(place.object), ['metadata', 'labels', argoType], 'cluster')], gaps: [whichGap] }) };
    }
    const all = plainTexts(context).filter(({ value }) => /kind"?:\s*"?Config\b/.test(value) && credential.test(value));
    yield* worthSteps(texts(), all, worthOf, context);
  },
};

export default technique;

function worthOf(config: string): readonly Worth[] {
  return identitiesIn(config).map((gives) => ({ gives, reason: { text: 'a kubeconfig stands', gaps: isHere(config) && gives !== clusterAdmin ? [] : [whichGap] } }));
}

/** The key of a Secret under which a kubeconfig lies: by its form, else by its name or the mark of Cluster API. */
function kubeconfigIn({ object, name }: SecretPlace, { cluster }: AttackContext): string | undefined {
  // API servers keep how to ask a webhook in the same form.
  if (name.includes('webhook')) return undefined;
  const facts = cluster.secretFacts(object);
  const found = facts?.keys.find(({ format }) => format === 'kubeconfig');
  if (found) return found.name;
  const keys = facts ? facts.keys.map((key) => key.name) : Object.keys({ ...fields(object['data']), ...fields(object['stringData']) });
  if (object['type'] === 'cluster.x-k8s.io/secret') return name.endsWith('-kubeconfig') ? keys[0] : undefined;
  return keys.find((key) => /^(.*[._-])?kubeconfig(\.ya?ml|\.conf)?$|^admin\.conf$/i.test(key));
}

/** Of this cluster by the name that every pod of it knows. */
function isHere(config: string): boolean {
  return /server"?:\s*"?https:\/\/kubernetes(\.default(\.svc[\w.-]*)?)?(:\d+)?\/?"?\s*$/m.test(config);
}

/** The name and the groups in a client certificate; where it does not say, whatever it may do is not known. */
function identitiesIn(config: string): readonly State[] {
  const [, written] = /client-certificate-data"?:\s*"?([A-Za-z0-9+/=]{100,})/.exec(config) ?? [];
  try {
    const subject = written === undefined ? '' : new X509Certificate(Buffer.from(written, 'base64')).subject;
    const parts = (key: string): readonly string[] => subject.split('\n').flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
    const states = [...parts('CN').map(userState), ...parts('O').map(groupState)];
    return states.length > 0 ? states : [clusterAdmin];
  } catch {
    return [clusterAdmin];
  }
}

function mapOf(): string {
  return map(`client-certificate-data: ${certificate}\n        client-key-data: YQ==`).replace(/clusters: .*/, 'clusters:\n    - name: a\n      cluster:\n        server: https://kubernetes.default.svc');
}

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/stored-kubeconfig',
    title: 'logs in with a kubeconfig that is kept in the cluster',
    why: 'Pipelines and tools that manage clusters keep kubeconfigs in Secrets, some in ConfigMaps, most of them of an administrator. Whoever reads one is that administrator, in whichever cluster it is for.',
    aliases: ['F9'],
    attack: ['T1552.001'],
    microsoft: ['MS-TA9003'],
    effort: 1,
    detects: 'Requests of its user from another address than its tool has.',
    removes: 'Give the tool a service account with the rights it needs, and delete the kubeconfig.',
    examples: {
      present: [
        { objects: inShop(rule('configmaps', 'get')) + mapOf(), from: cart, to: 'user:pipeline' },
        { objects: mapOf() + mounting('/root/.kube'), from: app, to: 'user:pipeline' },
        { objects: mapOf() + mounting('/root/.kube/config, subPath: config'), from: 'user:system:node:worker', to: 'user:pipeline' },
      ],
      absent: [
        { objects: secret('config').replace('namespace: shop', `namespace: shop, labels: {${argoType}: repository}`), from: 'secret:shop/admin', to: clusterAdmin },
        { objects: secret('kubeconfig').replace('name: admin', 'name: webhook-login'), from: 'secret:shop/webhook-login', to: clusterAdmin },
        { objects: mapOf() + mounting('/root/.kube/cache, subPath: cache'), from: app, to: 'user:pipeline' },
        { objects: mapOf() + mounting('/root/.kube').replace('containers: [', 'containers: [{name: other, image: b}, ').replace('name: web', 'name: w'), from: 'container:shop/w/other', to: 'user:pipeline' },
        { objects: secret('password'), from: 'secret:shop/admin', to: clusterAdmin },
        { objects: inShop(rule('configmaps', 'get')) + map('tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token'), from: cart, to: clusterAdmin },
        { objects: inShop(rule('configmaps', 'create')) + map('token: abcdef'), from: cart, to: clusterAdmin },
        { objects: inShop(rule('configmaps', 'get')) + map('token: "${TOKEN}"'), from: cart, to: clusterAdmin },
      ],
      unknown: [
        { objects: secret('config').replace('namespace: shop', `namespace: shop, labels: {${argoType}: cluster}`), from: 'secret:shop/admin', to: clusterAdmin },
        { objects: secret('kubeconfig'), from: 'secret:shop/admin', to: clusterAdmin },
        { objects: secret('value', 'type: cluster.x-k8s.io/secret\n').replace('name: admin', 'name: blue-kubeconfig'), from: 'secret:shop/blue-kubeconfig', to: clusterAdmin },
        { objects: inShop(rule('configmaps', 'get')) + map('token: abcdef'), from: cart, to: clusterAdmin },
      ],
    },
  };
}
