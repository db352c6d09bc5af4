import { entries, fields, text, textMap, type Fields } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { silent, type Verdict } from './policies.ts';
import { forbidden, type Gate } from './request.ts';

const mirrored = 'kubernetes.io/config.mirror';
const enforced = 'kubernetes.io/enforce-mountable-secrets';
const isTrue = /^(1|t|T|TRUE|true|True)$/;

/** The account that the pod names, else the one that every namespace has. */
export function accountName(spec: Fields): string {
  return text(spec['serviceAccountName']) || text(spec['serviceAccount']) || 'default';
}

/** What the plug-in ServiceAccount refuses. @param unread why accounts of the namespace may exist that were not given */
export function serviceAccount(pod: KubernetesObject, account: KubernetesObject | undefined, unread: readonly Gap[]): Verdict {
  const spec = fields(pod['spec']) ?? {};
  const [name, namespace] = [accountName(spec), pod.metadata.namespace ?? ''];
  const gate: Gate = { kind: 'service-account', name, evaluated: true };
  const refused = (reason: string): Verdict => ({ ...silent, gates: [gate], refusals: [{ gate, message: forbidden(pod, reason) }] });
  if (textMap(pod.metadata.annotations)[mirrored] !== undefined) return silent;
  if (account) {
    const fault = isTrue.test(textMap(account.metadata.annotations)[enforced] ?? '') ? foreignSecret(spec, account) : undefined;
    return fault === undefined ? silent : refused(fault);
  }
  // A controller makes it in every namespace, so files need not show it.
  if (name === 'default') return silent;
  if (unread.length > 0) return { ...silent, gaps: unread };
  return refused(`error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
}

/** The question where it is open whether an account exists. */
export function accountGap(namespace: string, name: string): Gap {
  return gap('api', `gap/service-account/${namespace}/${name}`, `Does service account ${name} exist in namespace ${namespace}? kubectl get serviceaccount ${name} -n ${namespace}`);
}

/** The first Secret that the account does not list, where it is told to let its pods use no others. */
function foreignSecret(spec: Fields, account: KubernetesObject): string | undefined {
  const listed = (list: string): readonly string[] => entries(account[list]).map(({ value }) => text(value['name']) ?? '');
  const own = listed('secrets');
  const denied = (what: string, name: unknown): readonly string[] => (name === undefined || own.includes(text(name) ?? '') ? [] : [`${what} referencing secret.secretName="${text(name) ?? ''}" is not allowed because service account ${account.metadata.name} does not reference that secret`]);
  const volumes = entries(spec['volumes']).flatMap(({ value }) => {
    const name = text(fields(value['secret'])?.['secretName']);
    return fields(value['secret']) === undefined || own.includes(name ?? '') ? [] : [`volume with secret.secretName="${name ?? ''}" is not allowed because service account ${account.metadata.name} does not reference that secret`];
  });
  const containers = ([['initContainers', 'init container'], ['containers', 'container']] as const).flatMap(([list, word]) => entries(spec[list]).flatMap(({ value }) => [
    ...entries(value['env']).flatMap(({ value: each }) => denied(`${word} ${text(value['name']) ?? ''} with envVar ${text(each['name']) ?? ''}`, fields(fields(each['valueFrom'])?.['secretKeyRef'])?.['name'])),
    ...entries(value['envFrom']).flatMap(({ value: each }) => denied(`${word} ${text(value['name']) ?? ''} with envFrom`, fields(each['secretRef'])?.['name'])),
  ]));
  const pulls = listed('imagePullSecrets');
  const images = entries(spec['imagePullSecrets']).flatMap(({ index, value }) => (pulls.includes(text(value['name']) ?? '') ? [] : [`imagePullSecrets[${index}].name="${text(value['name']) ?? ''}" is not allowed because service account ${account.metadata.name} does not reference that imagePullSecret`]));
  return [...volumes, ...containers, ...images][0];
}

/** Whether the pod gets a token: its own word counts before the account's. */
export function mountsToken(spec: Fields, account: KubernetesObject | undefined): boolean {
  const flags = [spec['automountServiceAccountToken'], account?.['automountServiceAccountToken']].filter((each) => typeof each === 'boolean');
  return flags[0] ?? true;
}

/** The pull secrets of the account, for a pod that names none. */
export function pullSecrets(spec: Fields, account: KubernetesObject | undefined): readonly unknown[] {
  const own = entries(spec['imagePullSecrets']).map(({ value }) => value);
  return own.length > 0 ? own : entries(account?.['imagePullSecrets']).map(({ value }) => ({ name: value['name'] }));
}
