import type { Container, Workload } from '../../cluster/workload.ts';
import type { FlagComponent } from '../../knowledge/flags/index.ts';
import type { KnownProvider } from '../../knowledge/providers.ts';
import type { Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { refKey } from '../../model/object.ts';
import type { Component, ComponentId } from './component.ts';
import type { ServerBlock } from './corefile.ts';
import { configurationOf, settingEvidence, settingOf, type SettingSources } from './settings.ts';

export interface Shown extends Pick<Component, 'found' | 'foundBy' | 'sure' | 'version' | 'nodes'> {
  readonly workload?: Workload;
  readonly container?: Container;
  /** Left out: like no other. */
  readonly likeness?: string;
  readonly corefile?: Fact<readonly ServerBlock[]>;
}

/** A component with its settings. */
export function component(id: ComponentId, sources: SettingSources, shown: Shown): Component {
  const setting = (name: string): ReturnType<Component['setting']> => settingOf(name, sources);
  return {
    id, ref: sources.ref, likeness: refKey(sources.ref), setting, at: (name) => settingEvidence(name, sources), configuration: () => configurationOf(sources),
    // Of thousands of kubelets hardly one is asked where it listens.
    get listens() {
      return listens(id, setting);
    },
    ...shown,
  };
}

export function flagComponent(id: ComponentId): { readonly component?: FlagComponent } {
  return id === 'container-runtime' || id === 'cluster-dns' ? {} : { component: id };
}

/** Settings that name an address to listen on: one whole value, or an address and a port of two settings. */
const addresses: Readonly<Partial<Record<ComponentId, readonly (readonly [whole: string] | readonly [address: string, port: string])[]>>> = {
  'kube-apiserver': [['--bind-address', '--secure-port']],
  etcd: [['--listen-client-urls'], ['--listen-peer-urls'], ['--listen-metrics-urls']],
  'kube-scheduler': [['--bind-address', '--secure-port']],
  'kube-controller-manager': [['--bind-address', '--secure-port']],
  'cloud-controller-manager': [['--bind-address', '--secure-port']],
  kubelet: [['address', 'port'], ['address', 'readOnlyPort']],
  'kube-proxy': [['metricsBindAddress'], ['healthzBindAddress']],
};

function listens(id: ComponentId, setting: Component['setting']): readonly string[] {
  const valueOf = (name: string | undefined): string | null => {
    const fact = name === undefined ? undefined : setting(name);
    return fact?.known ? fact.value.value : null;
  };
  return (addresses[id] ?? []).flatMap(([name, portName]) => {
    const value = valueOf(name);
    if (value === null || value === '') return [];
    if (portName === undefined) return value.split(',');
    const port = valueOf(portName);
    return port === null || port === '0' ? [] : [`${value.includes(':') ? `[${value}]` : value}:${port}`];
  });
}

/** What would show the configuration of a component that nothing given shows. */
export function hiddenGap(id: ComponentId, provider: KnownProvider | null = null): Gap {
  if (id === 'kubelet' || id === 'container-runtime') {
    return gap('node', `gap/configuration/${id}`, `How is ${id} configured on each node? kubectl get nodes -o json, and kubectl get --raw /api/v1/nodes/NODE/proxy/configz, one file a node`);
  }
  if (provider?.hosted) return gap('cloud', `gap/provider/${provider.name}/${id}`, `How does ${provider.name} configure ${id}? The provider owns it; its documentation and account settings say.`);
  if (provider?.settingsIn !== undefined) return gap('flags', `gap/flags/${provider.name}/${id}`, `With which settings does ${id} of ${provider.name} run? ${provider.settingsIn}`);
  return gap('flags', `gap/flags/${id}`, `With which flags does ${id} run? kubectl get pods -n kube-system -o yaml, or the static pod's file`);
}
