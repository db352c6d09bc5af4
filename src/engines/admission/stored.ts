import { entries, fields, text, textMap, type Fields } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { pullPolicyOf } from '../images/reference.ts';
import { withAppArmorFields } from '../pod-security/app-armor.ts';
import { defaultPod } from '../pod-security/index.ts';
import { withLimitRanges } from './limit-ranges.ts';
import { pruned } from './pruned.ts';
import { accountName, mountsToken, pullSecrets } from './service-account.ts';

// What the plug-in DefaultTolerationSeconds adds.
const toleratedTaints = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** What of a namespace changes the pods made in it. */
export interface Surroundings {
  readonly account: KubernetesObject | undefined;
  readonly limitRanges: readonly KubernetesObject[];
  readonly minor: number | undefined;
}

/**
 * A pod from a manifest as validating admission sees it: API defaults, and what the plug-ins that are on by default fill in
 * (requests and limits of LimitRanges, service account with its token and pull secrets, priority, tolerations). What webhooks
 * add is not among it.
 */
export function storedPod(pod: KubernetesObject, namespace: string, { account, limitRanges, minor = Infinity }: Surroundings): KubernetesObject {
  const defaulted = withAppArmorFields(defaultPod(pruned(pod) as KubernetesObject), minor);
  const spec = fields(defaulted['spec']) ?? {};
  const serviceAccountName = accountName(spec);
  const token = mountsToken(spec, account) ? tokenVolume(spec) : undefined;
  const pulls = pullSecrets(spec, account);
  const containers = (list: string): readonly (readonly [string, unknown])[] =>
    Array.isArray(spec[list]) ? [[list, entries(spec[list]).map(({ value }) => container(value, token))]] : [];
  const made = withLimitRanges({
    ...defaulted,
    metadata: { ...defaulted.metadata, namespace },
    spec: {
      restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', schedulerName: 'default-scheduler', enableServiceLinks: true, priority: 0, preemptionPolicy: 'PreemptLowerPriority',
      ...spec,
      serviceAccountName, serviceAccount: serviceAccountName,
      tolerations: tolerations(entries(spec['tolerations']).map(({ value }) => value)),
      ...Object.fromEntries([...containers('initContainers'), ...containers('containers')]),
      ...(token ? { volumes: [...(Array.isArray(spec['volumes']) ? (spec['volumes'] as readonly unknown[]) : []), token] } : {}),
      ...(pulls.length > 0 ? { imagePullSecrets: pulls } : {}),
    },
  }, limitRanges);
  const final = fields(made['spec']) ?? {};
  return { ...made, status: { phase: 'Pending', qosClass: qosOf([...entries(final['containers']), ...entries(final['initContainers'])].map(({ value }) => value)) } };
}

function container(value: Fields, token: Fields | undefined): Fields {
  const resources = fields(value['resources']) ?? {};
  const limits = textMapOf(resources['limits']);
  const mounts = entries(value['volumeMounts']).map(({ value: mount }) => mount);
  const mount = { name: token?.['name'], readOnly: true, mountPath: tokenPath };
  return {
    terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File',
    ...value,
    imagePullPolicy: pullPolicyOf(text(value['image']) ?? '', value['imagePullPolicy']),
    ...Object.fromEntries(probes.flatMap((name) => (fields(value[name]) ? [[name, probe(fields(value[name]) ?? {})]] : []))),
    resources: { ...resources, ...(Object.keys(limits).length > 0 && { requests: { ...limits, ...textMapOf(resources['requests']) } }) },
    ...(token && !mounts.some((each) => each['mountPath'] === tokenPath) && { volumeMounts: [...mounts, mount] }),
  };
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];

function probe(value: Fields): Fields {
  const http = fields(value['httpGet']);
  return { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3, ...value, ...(http && { httpGet: { path: '/', scheme: 'HTTP', ...http } }) };
}

/** Quantities may be written as numbers. */
function textMapOf(value: unknown): Readonly<Record<string, unknown>> {
  return fields(value) ?? textMap(value);
}

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Its name ends in five letters of chance, which nothing can rely on; it is not added where a mount of its place needs none. */
function tokenVolume(spec: Fields): Fields | undefined {
  const all = [...entries(spec['containers']), ...entries(spec['initContainers'])].map(({ value }) => value);
  const served = all.every((each) => entries(each['volumeMounts']).some(({ value }) => value['mountPath'] === tokenPath));
  if (served && all.length > 0) return undefined;
  return {
    name: 'kube-api-access-xxxxx',
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
      defaultMode: 420,
    },
  };
}

function tolerations(written: readonly Fields[]): readonly Fields[] {
  const tolerates = (taint: string): boolean => written.some(({ key, effect }) => (key === undefined || key === '' || key === taint) && (effect === undefined || effect === '' || effect === 'NoExecute'));
  return [...written, ...toleratedTaints.filter((taint) => !tolerates(taint)).map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))];
}

/** Guaranteed, where every container has limits for both and requests equal to them; BestEffort without any; else Burstable. */
function qosOf(containers: readonly Fields[]): string {
  const of = (value: Fields, field: string): Fields => fields(fields(value['resources'])?.[field]) ?? {};
  const sized = ['cpu', 'memory'];
  if (containers.every((each) => sized.every((name) => of(each, 'requests')[name] === undefined && of(each, 'limits')[name] === undefined))) return 'BestEffort';
  const guaranteed = containers.every((each) => sized.every((name) => of(each, 'limits')[name] !== undefined && (of(each, 'requests')[name] ?? of(each, 'limits')[name]) === of(each, 'limits')[name]));
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
