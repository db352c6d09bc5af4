import type { Cluster } from '../cluster/cluster.ts';
import { entries, text } from '../cluster/read.ts';
import type { Component } from '../engines/components/component.ts';
import { evidence } from '../model/evidence.ts';
import { assumed, chain, known, map, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';
import { listOf, valueIn } from './component-settings.ts';

/** Files of kube-apiserver that may be given as documents beside the manifests, by the flag that names them. */
const files = {
  '--encryption-provider-config': { kind: 'EncryptionConfiguration', groups: ['apiserver.config.k8s.io'] },
  '--authentication-config': { kind: 'AuthenticationConfiguration', groups: ['apiserver.config.k8s.io'] },
  '--authorization-config': { kind: 'AuthorizationConfiguration', groups: ['apiserver.config.k8s.io'] },
} as const;

/**
 * The document that a flag of the API server names; null where the flag is not set. The one document of its kind is taken for
 * it, since files carry no path on the node; of several nobody can say which one is in force.
 */
export function fileNamedBy(component: Component, flag: keyof typeof files, cluster: Cluster): Fact<KubernetesObject | null> {
  const { kind, groups } = files[flag];
  const path = valueIn(component, flag);
  if (path.known && path.value === null) return map(path, () => null);
  const documents = groups.flatMap((group) => cluster.given(kind, group));
  const [only] = documents;
  if (only && documents.length === 1) return assumed(only, evidence(cluster.ref(only), ['kind'], kind));
  return chain(path, (name) => unknown(gap('flags', `gap/file/kube-apiserver/${name ?? flag}`, `What does ${name ?? flag} of kube-apiserver say? Give the file beside the manifests.`)));
}

/** The authorizers of the API server in the order it asks them, from its flag or from the file that replaces the flag. */
export function authorizersOf(component: Component, cluster: Cluster): Fact<readonly string[]> {
  const mode = component.setting('--authorization-mode');
  if (mode.known && mode.value.origin === 'flag') return map(mode, ({ value }) => listOf(value));
  return chain(fileNamedBy(component, '--authorization-config', cluster), (file) => {
    if (file === null) return map(mode, ({ value }) => listOf(value));
    return known(entries(file['authorizers']).map(({ value }) => text(value['type']) ?? ''));
  });
}
