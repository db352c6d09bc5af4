import type { Cluster } from '../../cluster/cluster.ts';
import { entries, fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, chain, known, map, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Component } from './component.ts';
import { listOf, valueIn } from './values.ts';

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

const always = 'AlwaysAllow';

/** Whether whoever logs in may do everything. What a manifest without a command line leaves out says nothing: there, it is not known. */
export function allowsAll(component: Component, cluster: Cluster): Fact<boolean> {
  const mode = component.setting('--authorization-mode');
  if (mode.known && mode.value.origin === 'default' && !wasStartedSo(component)) return unknown(gap('flags', 'gap/api-server-command', 'With which flags was kube-apiserver started? Its static pod, or the command line of its process.'));
  return map(authorizersOf(component, cluster), (authorizers) => authorizers.includes(always));
}

/** Its flags were read: no API server starts without any. */
function wasStartedSo(component: Component): boolean {
  return component.configuration().some(({ origin }) => origin === 'flag');
}

const flag = '--anonymous-auth';
const health = /^\/(healthz|livez|readyz)(\/.*)?$/;

/** Whether requests without credentials are let in beyond health paths, by the flag or by the file that speaks of them. */
export function takesAnonymous(component: Component, cluster: Cluster): Fact<boolean> {
  const byFlag = map(valueIn(component, flag), (value) => value !== 'false');
  const setting = component.setting(flag);
  if (setting.known && setting.value.origin === 'flag') return byFlag;
  return chain(fileNamedBy(component, '--authentication-config', cluster), (file) => {
    const anonymous = fields(file?.['anonymous']);
    // The flag cannot stand beside a file, so the default is in force where the file is silent.
    if (!anonymous) return file === null ? byFlag : known(true);
    const paths = entries(anonymous['conditions']).map(({ value }) => text(value['path']) ?? '');
    return known(anonymous['enabled'] === true && (paths.length === 0 || paths.some((path) => !health.test(path))));
  });
}

/** As `takesAnonymous`, and as the API server mends it: with AlwaysAllow in its flag or by default it turns them off. */
export function letsAnonymousIn(component: Component, cluster: Cluster): Fact<boolean> {
  const mode = component.setting('--authorization-mode');
  const [everybody, file] = [allowsAll(component, cluster), fileNamedBy(component, '--authentication-config', cluster)];
  const mended = mode.known && everybody.known && everybody.value && !(file.known && fields(file.value?.['anonymous']) !== undefined);
  return mended ? known(false, ...everybody.evidence) : takesAnonymous(component, cluster);
}
