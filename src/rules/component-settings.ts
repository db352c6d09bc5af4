import type { Cluster } from '../cluster/cluster.ts';
import { minorIn, versionGap } from '../cluster/version.ts';
import type { Component } from '../engines/components/component.ts';
import { listOf, valueIn, valueOf } from '../engines/components/values.ts';
import { chain, collected, known, map, unknown, type Fact } from '../model/fact.ts';
import { valueAt } from '../model/object.ts';

export { listOf, valueIn, valueOf };

/** Values in force of several settings at once; unknown as soon as one is. */
export function valuesIn(component: Component, ...names: readonly string[]): Fact<(name: string) => string | null> {
  return map(collected(names.map((name) => valueIn(component, name))), (values) => (name) => values[names.indexOf(name)] ?? null);
}

/** The minor of Kubernetes that this instance runs; that of the cluster where an image by digest does not say it. */
export function minorOf(component: Component, cluster: Cluster): Fact<number> {
  const ofCluster = component.id === 'kube-apiserver' ? map(cluster.version, (each) => each.minor) : unknown(versionGap);
  if (!component.version.known) return ofCluster;
  return chain(component.version, (version) => {
    const minor = minorIn(version);
    return minor === undefined ? ofCluster : known(minor);
  });
}

/** Windows nodes have no such setting; a node that does not say what it runs is taken for Linux. */
export function runsOnLinux(component: Component, { cluster }: { readonly cluster: Cluster }): boolean {
  const node = cluster.find('Node', '', undefined, component.ref.name);
  const system = node && (valueAt(node, ['status', 'nodeInfo', 'operatingSystem']) ?? node.metadata.labels?.['kubernetes.io/os']);
  return system !== 'windows';
}

function hostOf(address: string): string {
  const authority = address.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
  // An IPv6 address without brackets has no port.
  if (/^[^[].*:.*:/.test(authority) || authority.startsWith('::')) return authority;
  return authority.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
}

/** Whether a host, an address with port or a URL stays on the machine. */
export function isLoopback(address: string): boolean {
  const host = hostOf(address);
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Whether a host, an address with port or a URL means every address of the machine. */
export function isEveryAddress(address: string): boolean {
  const host = hostOf(address);
  return host === '' || host === '0.0.0.0' || host === '::';
}

/** Where a file of the component's container stands on the node; the path itself where nothing is mounted there. */
export function nodePathOf(component: Component, path: string): string {
  const mounts = (component.container?.hostPaths ?? []).filter(({ mountPath }) => isBelow(path, mountPath));
  const nearest = mounts.toSorted((a, b) => b.mountPath.length - a.mountPath.length)[0];
  return nearest ? `${nearest.path.replace(/\/$/, '')}${path.slice(nearest.mountPath.replace(/\/$/, '').length)}` : path;
}

/** Whether a path is a directory or stands in it. */
export function isBelow(path: string, directory: string): boolean {
  const base = directory.replace(/\/$/, '');
  return path === base || path.startsWith(`${base}/`);
}

/** The seconds of a duration as Go writes it (`1h30m`, `1m0s`, `0`); undefined where it is none. */
export function secondsOf(duration: string): number | undefined {
  if (duration === '0') return 0;
  if (!/^(\d+(\.\d+)?(h|ms|us|ns|m|s))+$/.test(duration)) return undefined;
  const unit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };
  return [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)].reduce((sum, [, number, name]) => sum + Number(number) * (unit[name ?? ''] ?? 0), 0);
}
