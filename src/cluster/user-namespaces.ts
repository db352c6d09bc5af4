import { assumed, chain, known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import { valueAt } from '../model/object.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Version } from '../lang/version.ts';
import { apiServerGate } from './api-server-gates.ts';
import type { ObjectIndex } from './index-objects.ts';
import { kubeletGap } from './node-settings.ts';
import { fields, flag, text } from './read.ts';
import { minorIn } from './version.ts';

/** Whether `hostUsers: false` takes effect: the API server has to keep the field, and the kubelet to obey. */
export interface UserNamespaces {
  /** In a file: an API server with the gate off drops the field as it writes the object. */
  readonly written: Fact<boolean>;
  /** In an object as an API server stored it, which kept the field whatever its version does by default. */
  readonly stored: Fact<boolean>;
  /** Whether the API server keeps the field. */
  readonly kept: Fact<boolean>;
  /** Whether it takes the field beside `hostNetwork`. */
  readonly besideHostNetwork: Fact<boolean>;
}

// From here on a kubelet with the gate off refuses the pod instead of starting it without.
const refusing = 30;
const renamed = 28;

/** The gate by the name that it has at that minor. */
function gateAt(minor: number): string {
  return minor < renamed ? 'UserNamespacesStatelessPodsSupport' : 'UserNamespacesSupport';
}

const gateGap: Gap = gap('api', 'gap/gate-user-namespaces', 'Is the feature gate UserNamespacesSupport on, which is off by default here? kubectl get --raw /metrics | grep UserNamespacesSupport');

export function userNamespacesOf(index: ObjectIndex, snapshot: Snapshot, version: Fact<Version>): UserNamespaces {
  const kept = chain(version, ({ minor }) => apiServerGate(gateAt(minor), minor, index));
  const obeyed = chain(version, ({ minor }) => kubeletsObey(gateAt(minor), minor, index, snapshot));
  return {
    kept,
    written: chain(kept, (on) => (on ? obeyed : known(false))),
    stored: chain(kept, (on) => (on ? obeyed : unknown(gateGap))),
    besideHostNetwork: chain(version, ({ minor }) => apiServerGate('UserNamespacesHostNetworkSupport', minor, index)),
  };
}

/** Kubelets are at most three minors behind; one that is older than 1.30 starts the pod without where its gate is off. */
function kubeletsObey(name: string, minor: number, index: ObjectIndex, snapshot: Snapshot): Fact<boolean> {
  const minors = index.of('Node', '').flatMap((node) => minorIn(text(valueAt(node, ['status', 'nodeInfo', 'kubeletVersion'])) ?? '') ?? []);
  const oldest = minors.length > 0 ? Math.min(...minors) : minor - 3;
  if (oldest >= refusing) return known(true);
  const read = [...snapshot.configz.map(({ config }) => flag(fields(config['featureGates'])?.[name])), configured(index, name)];
  if (read.includes(false)) return Math.max(...minors, minor) >= refusing ? unknown(kubeletGap) : known(false);
  return read.includes(true) ? assumed(true) : unknown(kubeletGap);
}

/** What kubeadm gives to every kubelet. */
function configured(index: ObjectIndex, name: string): boolean | undefined {
  const config = index.find({ apiGroup: '', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubelet-config' });
  const written = new RegExp(`^\\s+${name}:\\s*(true|false)\\s*$`, 'm').exec(text(valueAt(config, ['data', 'kubelet'])) ?? '')?.[1];
  return written === undefined ? undefined : written === 'true';
}
