import type { Component, ComponentId } from '../../engines/components/component.ts';
import { withoutOrigin } from '../../model/object.ts';
import type { Zone, ZoneItem } from '../../model/zone.ts';
import type { Context } from '../../rules/context.ts';
import { joined, noMarks, type ThreatMarks } from './marks.ts';
import { plain, zone } from './outside.ts';

// From here on nodes that are alike are one zone.
const mostNodes = 4;
const identityKinds: ReadonlySet<string> = new Set(['ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding', 'ServiceAccount']);
const mostIdentities = 6;

/** Nodes, the API server with who may do what, the control plane with its data, and the provider under all of it. */
export function machineZones(context: Context, marks: ThreatMarks): readonly Zone[] {
  return [...nodeZones(context, marks), ...serverZones(context, marks), ...controlPlaneZones(context, marks), cloudZone(context, marks)];
}

function nodeZones({ cluster, components }: Context, marks: ThreatMarks): readonly Zone[] {
  const kubelets = components.of('kubelet').filter(({ found }) => found);
  const [proxy] = components.of('kube-proxy').filter(({ found }) => found);
  const runtimes = components.of('container-runtime');
  if (kubelets.length === 0) return [{ ...zone('nodes', 'nodes', 'Nodes', [plain('kubelet'), plain('container runtime'), plain('kube-proxy')], marks.ofElement('worker node')), note: 'not read', unread: true }];
  const groups = kubelets.length <= mostNodes ? kubelets.map((each) => [each]) : [...Map.groupBy(kubelets, (each) => `${each.likeness} ${roleOf(each)}`).values()];
  const shown = groups.toSorted((a, b) => b.length - a.length || ((a[0]?.ref.name ?? '') < (b[0]?.ref.name ?? '') ? -1 : 1)).slice(0, mostNodes);
  const rest = groups.length > shown.length ? groups.slice(shown.length) : [];
  const restCount = kubelets.length - shown.reduce((sum, group) => sum + group.length, 0);
  return [
    ...shown.map((group): Zone => {
      const names = new Set(group.flatMap(({ nodes }) => nodes));
      const runtime = runtimes.find(({ nodes }) => nodes.some((node) => names.has(node)));
      const [first] = group;
      const each = [...names].map((name) => marks.of({ apiGroup: '', kind: 'Node', name }));
      // What is not known of nodes that are alike is one question.
      const own = { present: joined(each).present, unknown: Math.max(0, ...each.map(({ unknown }) => unknown)) };
      const items = [componentItem('kubelet', first), ...(runtime ? [{ ...plain(versionOf(runtime).replace('://', ' ')), marks: noMarks }] : []), ...(proxy ? [componentItem('kube-proxy', proxy)] : [])];
      return { ...zone(`node/${first?.ref.name ?? ''}`, 'nodes', group.length === 1 ? (first?.ref.name ?? '') : `${roleName(first)} × ${group.length}`, items, own) };
    }),
    ...(restCount > 0 ? [{ ...zone('node-more', 'nodes', `${rest.length} more kinds of node`, [plain(`${restCount} nodes`, restCount)]) }] : []),
  ];

  function roleOf(kubelet: Component): string {
    const labels = kubelet.nodes.map((name) => cluster.find('Node', '', undefined, name)?.metadata.labels ?? {})[0] ?? {};
    return ['control-plane', 'master'].some((role) => labels[`node-role.kubernetes.io/${role}`] !== undefined) ? 'control plane' : 'nodes';
  }
  function roleName(kubelet: Component | undefined): string {
    return kubelet ? roleOf(kubelet) : 'nodes';
  }
}

function versionOf({ version }: Component): string {
  return version.known ? version.value : 'version ?';
}

function componentItem(word: string, component: Component | undefined): ZoneItem {
  return { ...plain(component ? `${word} ${versionOf(component)}` : word), object: component ? withoutOrigin(component.ref) : null };
}

function serverZones({ components }: Context, marks: ThreatMarks): readonly Zone[] {
  const [server] = components.of('kube-apiserver');
  const setting = (name: string): string | undefined => {
    const found = server?.setting(name);
    return found?.known ? (found.value.value ?? '') : undefined;
  };
  const modes = setting('--authorization-mode');
  const log = setting('--audit-log-path');
  const items = [plain(modes === undefined ? 'authorization ?' : modes.replaceAll(',', ', ')), plain(log === undefined ? 'audit log ?' : log === '' ? 'audit log off' : 'audit log on')];
  const grave = marks.graveOf(identityKinds).toSorted((a, b) => b[1].present.length - a[1].present.length || (a[0] < b[0] ? -1 : 1));
  const identities = grave.map(([key, own]): ZoneItem => {
    const [apiGroup = '', kind = '', namespace = '', ...name] = key.split('/');
    return { ...plain(name.join('/')), object: { apiGroup, kind, name: name.join('/'), ...(namespace === '' ? {} : { namespace }) }, marks: own };
  });
  const rest = identities.slice(mostIdentities);
  return [
    { ...zone('kube-apiserver', 'api-server', 'kube-apiserver', items, marks.ofElement('kube-apiserver')), note: server?.found === true ? versionOf(server) : 'not read', unread: server?.found !== true },
    { ...zone('identities', 'api-server', 'Identities', [{ ...plain('cluster-admin'), goal: true }, ...identities.slice(0, mostIdentities)]), more: { count: rest.length, marks: joined(rest.map((each) => each.marks)) } },
  ];
}

const controllers: readonly ComponentId[] = ['kube-scheduler', 'kube-controller-manager', 'cloud-controller-manager'];

function controlPlaneZones({ components }: Context, marks: ThreatMarks): readonly Zone[] {
  const found = controllers.flatMap((id) => components.of(id).slice(0, 1));
  const [etcd] = components.of('etcd');
  const seen = [...found, ...(etcd ? [etcd] : [])].some((each) => each.found);
  return [
    { ...zone('controllers', 'control-plane', 'Components', found.map((each) => ({ ...plain(each.id), object: withoutOrigin(each.ref), marks: marks.ofElement(each.id) }))), note: seen ? '' : 'not read', unread: !seen },
    { ...zone('data', 'control-plane', 'Data', [{ ...plain(etcd?.found === true ? `etcd ${versionOf(etcd)}` : 'etcd'), marks: marks.ofElement('etcd'), goal: true }, { ...plain('all Secrets'), marks: marks.ofElement('secrets'), goal: true }]), unread: !seen },
  ];
}

function cloudZone({ components }: Context, marks: ThreatMarks): Zone {
  const provider = components.provider.known ? components.provider.value : undefined;
  const items = [{ ...plain('account and roles'), marks: marks.ofElement('cloud account'), goal: true }, { ...plain('machines and disks'), marks: marks.ofElement('physical') }];
  return { ...zone('cloud', 'cloud', provider?.name ?? 'Provider', items), note: 'not read', unread: true };
}
