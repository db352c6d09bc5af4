import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, text, texts, type Fields } from '../../cluster/read.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject, ObjectRef } from '../../model/object.ts';
import { defaultPolicy, type PodSecurityPolicy, type PolicyDefaults } from './policy.ts';
import type { Exemptions } from './request.ts';

/** What the API server's configuration says of Pod Security; nothing where no such file was given. */
export interface PodSecurityConfiguration {
  /** The file's object; without one Kubernetes' own defaults are assumed. */
  readonly ref?: ObjectRef;
  readonly policy: PodSecurityPolicy;
  readonly defaults: PolicyDefaults;
  readonly exemptions: Exemptions;
  readonly gaps: readonly Gap[];
}

const none: Pick<PodSecurityConfiguration, 'policy' | 'defaults' | 'exemptions'> = { policy: defaultPolicy(), defaults: {}, exemptions: {} };

const read = new WeakMap<Cluster, PodSecurityConfiguration>();

/** The cluster's defaults and exemptions, from an AdmissionConfiguration or a PodSecurityConfiguration among the documents; of several the last. */
export function podSecurityConfiguration(cluster: Cluster): PodSecurityConfiguration {
  let configuration = read.get(cluster);
  if (!configuration) read.set(cluster, (configuration = configurationOf(cluster)));
  return configuration;
}

function configurationOf(cluster: Cluster): PodSecurityConfiguration {
  const object = [...cluster.given('AdmissionConfiguration', 'apiserver.config.k8s.io'), ...cluster.given('PodSecurityConfiguration', 'pod-security.admission.config.k8s.io')].at(-1);
  const settings = object && settingsOf(object);
  if (!object || settings === 'elsewhere') {
    return { ...none, gaps: [gap('flags', 'gap/pod-security-defaults', 'Which level does the API server give to namespaces without labels, and whom does it exempt? The file named by --admission-control-config-file, given as a document.')] };
  }
  const defaults = fields(settings?.['defaults']) ?? {};
  const written = { ref: cluster.ref(object), exemptions: exemptionsOf(fields(settings?.['exemptions']) ?? {}) };
  try {
    const policy = defaultPolicy(defaults);
    return { ...written, policy, defaults: policy, gaps: [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...none, ...written, gaps: [gap('flags', 'gap/pod-security-defaults-invalid', `Which file does the API server really read? It does not start with the given one: ${error.message}.`)] };
  }
}

/** A plug-in may name another file instead of holding its settings; one that is not listed has Kubernetes' own. */
function settingsOf(object: KubernetesObject): Fields | 'elsewhere' | undefined {
  if (object.kind === 'PodSecurityConfiguration') return object;
  const plugin = entries(object['plugins']).find(({ value }) => value['name'] === 'PodSecurity')?.value;
  const written = fields(plugin?.['configuration']);
  return written ?? (text(plugin?.['path']) ? 'elsewhere' : undefined);
}

function exemptionsOf(exemptions: Fields): Exemptions {
  return { usernames: texts(exemptions['usernames']), namespaces: texts(exemptions['namespaces']), runtimeClasses: texts(exemptions['runtimeClasses']) };
}
