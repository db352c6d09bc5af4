import { cloudControllerManagerFlags } from './cloud-controller-manager.ts';
import type { Flag } from './define.ts';
import { etcdFlags } from './etcd.ts';
import { apiserverFlags } from './kube-apiserver.ts';
import { controllerManagerFlags } from './kube-controller-manager.ts';
import { proxyFlags } from './kube-proxy.ts';
import { schedulerFlags } from './kube-scheduler.ts';
import { kubeletFlags } from './kubelet.ts';

export { type AdmissionPlugin, admissionPlugins, defaultAdmissionPlugins } from './admission-plugins.ts';
export { type Default, defaultAt, defaultOf, firstMinor, type Flag, type FlagType, lastMinor } from './define.ts';

/** Components that have flags of their own. The container runtime and CoreDNS are configured by files in other formats. */
export type FlagComponent =
  | 'kube-apiserver'
  | 'etcd'
  | 'kube-scheduler'
  | 'kube-controller-manager'
  | 'cloud-controller-manager'
  | 'kubelet'
  | 'kube-proxy';

/** The flags and fields of each component, with their defaults by minor. */
export const flagsOf: Readonly<Record<FlagComponent, readonly Flag[]>> = {
  'kube-apiserver': apiserverFlags,
  etcd: etcdFlags,
  'kube-scheduler': schedulerFlags,
  'kube-controller-manager': controllerManagerFlags,
  'cloud-controller-manager': cloudControllerManagerFlags,
  kubelet: kubeletFlags,
  'kube-proxy': proxyFlags,
};

const byName: ReadonlyMap<string, ReadonlyMap<string, Flag>> = new Map(
  Object.entries(flagsOf).map(([component, flags]) => [component, new Map(flags.flatMap((flag) => [flag.flag, flag.field].flatMap((name): [string, Flag][] => (name === undefined ? [] : [[name, flag]]))))]),
);

/** The flag of a component by its name (`--anonymous-auth`) or configuration field (`authentication.anonymous.enabled`). */
export function flagNamed(component: FlagComponent, name: string): Flag | undefined {
  return byName.get(component)?.get(name);
}
