import { evidence } from '../../model/evidence.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Context } from '../context.ts';
import { defineRule, type ObjectSubject, type Rule } from '../define.ts';

const type = 'kubernetes.io/service-account-token';

function accountOf({ metadata }: KubernetesObject): string {
  return metadata.annotations?.['kubernetes.io/service-account.name'] ?? '';
}

/** Made by a controller for every account, and made again when deleted: by Kubernetes before 1.24, by OpenShift for its registry. */
function isMadeByItself({ object }: ObjectSubject, { cluster }: Context): boolean {
  if (object.metadata.annotations?.['kubernetes.io/created-by'] === 'openshift.io/create-dockercfg-secrets') return true;
  const old = cluster.version.known && cluster.version.value.minor < 24;
  return old && object.metadata.name.startsWith(`${accountOf(object)}-token-`);
}

const secret = (metadata: string, rest = `type: ${type}`): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: deployer, namespace: ci, ${metadata}}\n${rest}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'legacy-token-secret',
  on: 'object',
  kinds: ['/Secret'],
  title: 'Secret holds a service account token that never expires',
  why: 'Whoever reads the Secret, or a copy of it in a pipeline or a backup, acts as the account from anywhere until somebody deletes it. No pod, node or hour limits it.',
  fix: 'Use kubectl create token or a projected volume, which expire, then delete the Secret.',
  severity: { gain: 'workload', position: 'a user', effort: 'none' },
  appliesTo: (subject, context) => !isMadeByItself(subject, context),
  check: ({ object, ref }) =>
    // The API server refuses a token that its controller has marked as unused for a year.
    object['type'] === type && object.metadata.labels?.['kubernetes.io/legacy-token-invalid-since'] === undefined
      ? [
          {
            message: `holds a token of ServiceAccount ${accountOf(object)} that never expires`,
            evidence: [evidence(ref, ['type'], type)],
            expected: 'a token that expires',
            change: { target: ref, title: 'Delete the Secret', edits: [{ op: 'delete' }], breaks: 'Whatever still uses the token: pipelines, agents outside of the cluster, pods that mount the Secret.' },
          },
        ]
      : [],
  examples: {
    bad: [secret('annotations: {kubernetes.io/service-account.name: deployer}')],
    good: [
      secret('labels: {app: ci}', 'type: Opaque'),
      secret('annotations: {kubernetes.io/service-account.name: deployer}, labels: {kubernetes.io/legacy-token-invalid-since: "2026-01-02"}'),
    ],
    unknown: [],
  },
});

export default rule;
