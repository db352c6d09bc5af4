import { posix } from 'node:path';
import type { Evidence } from '../model/evidence.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import type { ObjectRef, Path } from '../model/object.ts';
import { entries, fields, number, text, type Fields } from './read.ts';
import type { Container, HostPath, MountedToken } from './workload.ts';

/** Where the kubelet mounts the API token of the pod's ServiceAccount, cleaned. */
const tokenDirectory = '/run/secrets/kubernetes.io/serviceaccount';

export interface MountInputs {
  readonly pod: Fields;
  readonly container: Fields;
  readonly mounts: readonly Mounted[];
  readonly namespace: string;
  readonly serviceAccount: ObjectRef;
  /** `automountServiceAccountToken` of the ServiceAccount; unknown where the ServiceAccount was not given. */
  readonly accountMounts: Fact<boolean>;
  /** The host path behind a claim, where its PersistentVolume was given. */
  readonly claimPath: (claim: string) => { readonly path: string; readonly type: string; readonly evidence: Evidence } | undefined;
  readonly atPod: (...path: (string | number)[]) => Evidence;
  /** The ServiceAccount of a token Secret, where the Secret was given. */
  readonly tokenSecret: (name: string) => ObjectRef | undefined;
}

/** Every path of the node that a container can reach, cleaned, with subPath applied. */
export function hostPathsOf(inputs: MountInputs): readonly HostPath[] {
  const found: HostPath[] = [];
  for (const { volume, index, mount, path } of inputs.mounts) {
    const source = hostSource(inputs, volume, index);
    if (!source) continue;
    const subPath = text(mount['subPath']) ?? '';
    found.push({
      path: cleaned(subPath === '' ? source.path : posix.join(source.path, subPath)),
      mountPath: text(mount['mountPath']) ?? '',
      readOnly: mount['readOnly'] === true || source.readOnly,
      type: source.type,
      via: source.via,
      mount: path,
      evidence: source.evidence,
    });
  }
  return found;
}

interface HostSource extends Pick<HostPath, 'type' | 'via' | 'evidence' | 'path'> {
  readonly readOnly: boolean;
}

function hostSource(inputs: MountInputs, volume: Fields, index: number): HostSource | undefined {
  const hostPath = fields(volume['hostPath']);
  if (hostPath) {
    return {
      path: text(hostPath['path']) ?? '/',
      type: text(hostPath['type']) ?? '',
      via: 'hostPath',
      readOnly: false,
      evidence: inputs.atPod('volumes', index, 'hostPath', 'path'),
    };
  }
  const claim = fields(volume['persistentVolumeClaim']);
  const claimed = claim && inputs.claimPath(text(claim['claimName']) ?? '');
  return claimed && { ...claimed, via: 'persistentVolume', readOnly: claim['readOnly'] === true };
}

export interface Mounted {
  readonly volume: Fields;
  readonly index: number;
  readonly mount: Fields;
  readonly path: Path;
}

/** What of a pod's volumes a container mounts. */
export function mountsOf(volumes: NamedVolumes, container: Fields): readonly Mounted[] {
  const found: Mounted[] = [];
  for (const list of ['volumeMounts', 'volumeDevices']) {
    for (const { index, value: mount } of entries(container[list])) {
      const volume = volumes.get(text(mount['name']) ?? '');
      if (volume) found.push({ volume: volume.value, index: volume.index, mount, path: [list, index] });
    }
  }
  return found;
}

export type NamedVolumes = ReadonlyMap<string, { readonly index: number; readonly value: Fields }>;

export function volumesByName(pod: Fields): NamedVolumes {
  return new Map(entries(pod['volumes']).map((entry) => [text(entry.value['name']) ?? '', entry]));
}

/** Where to look for a path of the node: the volume that names it, or the mount of the claim and then the volume behind it. */
export function evidenceOf(container: Pick<Container, 'at'>, mount: HostPath): readonly [Evidence, ...Evidence[]] {
  return mount.via === 'hostPath' ? [mount.evidence] : [container.at(...mount.mount, 'name'), mount.evidence];
}

/** `/var/lib/../run/` is `/var/run`, and `/var/run` is `/run` on every node that Kubernetes supports. */
export function cleaned(path: string): string {
  const normal = posix.normalize(path.startsWith('/') ? path : `/${path}`);
  const bare = normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
  return bare === '/var/run' || bare.startsWith('/var/run/') ? bare.slice(4) : bare;
}

/** Whether `path` is `target` or a directory above it. */
export function covers(path: string, target: string): boolean {
  return path === target || path === '/' || target.startsWith(`${path}/`);
}

/** The token files that stand in the container's own volume mounts. */
export function writtenTokens(inputs: MountInputs): readonly MountedToken[] {
  const tokens: MountedToken[] = [];
  for (const { volume, mount } of inputs.mounts) {
    const mountPath = text(mount['mountPath']) ?? '';
    for (const { value: source } of entries(fields(volume['projected'])?.['sources'])) {
      const token = fields(source['serviceAccountToken']);
      if (!token) continue;
      const expirationSeconds = number(token['expirationSeconds']);
      tokens.push({
        serviceAccount: inputs.serviceAccount,
        audience: text(token['audience']) ?? '',
        ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
        mountPath,
        automatic: isAutomatic(volume),
      });
    }
    const account = inputs.tokenSecret(text(fields(volume['secret'])?.['secretName']) ?? '');
    if (account) tokens.push({ serviceAccount: account, audience: '', mountPath, automatic: false });
  }
  return tokens;
}

/** The volume that the ServiceAccount admission plug-in adds; its random suffix is cut while reading. */
function isAutomatic(volume: Fields): boolean {
  return (text(volume['name']) ?? '').startsWith('kube-api-access');
}

/** The API token this container holds: its own, written or as the admission plug-in decides it, else that of a Secret that it mounts. */
export function apiTokenOf(inputs: MountInputs, tokens: readonly MountedToken[], admitted: boolean): Fact<ObjectRef | null> {
  const { namespace, name } = inputs.serviceAccount;
  const forServer = tokens.filter((token) => token.audience === '');
  if (forServer.some(({ serviceAccount: each }) => each.namespace === namespace && each.name === name)) return known(inputs.serviceAccount, inputs.atPod('volumes'));
  const [secret] = forServer;
  const automatic = admitted ? known(null, inputs.atPod('volumes')) : automaticToken(inputs);
  return secret && (!automatic.known || automatic.value === null) ? known(secret.serviceAccount, inputs.atPod('volumes')) : automatic;
}

function automaticToken(inputs: MountInputs): Fact<ObjectRef | null> {
  // The plug-in leaves a container alone that mounts something of its own on the token directory.
  const occupied = entries(inputs.container['volumeMounts']).some(({ value }) => isTokenDirectory(text(value['mountPath']) ?? ''));
  if (occupied) return known(null, inputs.atPod());
  const own = inputs.pod['automountServiceAccountToken'];
  if (typeof own === 'boolean') return known(own ? inputs.serviceAccount : null, inputs.atPod('automountServiceAccountToken'));
  if (!inputs.accountMounts.known) return inputs.accountMounts;
  return known(inputs.accountMounts.value ? inputs.serviceAccount : null, inputs.atPod('automountServiceAccountToken'), ...inputs.accountMounts.evidence);
}

/** Every name of it ends alike: few paths need to be cleaned to be told from it. */
function isTokenDirectory(path: string): boolean {
  return path.includes('serviceaccount') && cleaned(path) === tokenDirectory;
}

/** The gap of a ServiceAccount that was not given and whose own setting decides. */
export function accountGap(account: ObjectRef): Fact<never> {
  const where = `${account.namespace ?? ''}/${account.name}`;
  return unknown(
    gap('api', `gap/service-account/${where}`, `Does ServiceAccount ${where} set automountServiceAccountToken? kubectl get serviceaccount ${account.name} -n ${account.namespace ?? ''} -o yaml`),
  );
}
