import { allowsAll } from '../../engines/components/api-server.ts';
import { everything } from '../../engines/rights.ts';
import { cart, everywhere, inShop, rule } from '../examples.ts';
import { allSecrets, anyNodeRoot, clusterAdmin, etcd, groupState } from '../states.ts';
import { reasonOf } from '../right-technique.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const all = '{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}';
const server = (modes: string, flag = '--authorization-mode'): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-cp, namespace: kube-system, labels: {component: kube-apiserver}, annotations: {kubernetes.io/config.mirror: x}}\nspec: {nodeName: cp, containers: [{name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.34.0", command: [kube-apiserver, "${flag}=${modes}"]}]}\n---\n`;

const technique: Technique = defineTechnique({
  id: 'technique/cluster-admin-rights',
  title: 'is administrator of the cluster',
  why: 'Every verb on every resource, or the group system:masters, is the whole cluster; where the API server asks no authorizer, every login is.',
  aliases: ['B1', 'cluster_admin', 'risky-any-verb'],
  attack: ['T1078.003'],
  microsoft: ['MS-TA9019'],
  effort: 1,
  detects: 'Audit events of the subject; a ClusterRoleBinding to such a role.',
  removes: 'Bind a role that names what is needed.',
  *steps({ roles, components, cluster }) {
    for (const scope of roles) {
      const match = scope.namespace === null ? scope.match(everything) : undefined;
      if (match) yield { needs: [scope.state], gives: clusterAdmin, free: true, because: () => reasonOf(scope, { verb: 'every verb on', group: '', resource: 'every resource' }, match) };
    }
    yield { needs: [groupState('system:masters')], gives: clusterAdmin, free: true, because: () => ({ text: 'system:masters is always allowed', evidence: [] }) };
    for (const server of components.of('kube-apiserver')) {
      const everybody = allowsAll(server, cluster);
      if (everybody.known && everybody.value) yield { needs: [groupState('system:authenticated')], gives: clusterAdmin, because: () => ({ text: 'the API server allows everything to whoever logs in', evidence: everybody.evidence }) };
    }
    for (const gives of [anyNodeRoot, allSecrets, etcd]) yield { needs: [clusterAdmin], gives, because: () => ({ text: 'an administrator may do everything', evidence: [] }) };
  },
  examples: {
    present: [{ objects: server('0.0.0.0', '--bind-address') + inShop(rule('pods', 'get')), from: cart, to: 'cluster-admin' }, { objects: server('AlwaysAllow') + inShop(rule('pods', 'get')), from: cart, to: 'cluster-admin' }, { objects: everywhere(all), from: cart, to: 'cluster-admin' }, { objects: everywhere(all), from: 'group:system:masters', to: 'cluster-admin' }],
    absent: [{ objects: server('/etc/authorization.yaml', '--authorization-config') + inShop(rule('pods', 'get')), from: cart, to: 'cluster-admin' }, { objects: server('').replace(', "--authorization-mode="', '') + inShop(rule('pods', 'get')), from: cart, to: 'cluster-admin' }, { objects: server('Node,RBAC') + inShop(rule('pods', 'get')), from: cart, to: 'cluster-admin' }, { objects: everywhere(all.replace('apiGroups: ["*"]', 'apiGroups: [""]')), from: cart, to: 'cluster-admin' }, { objects: everywhere(all).replaceAll('ClusterRoleBinding\nmetadata: {name: given', 'RoleBinding\nmetadata: {name: given, namespace: shop'), from: cart, to: 'cluster-admin' }],
    unknown: [],
  },
});

export default technique;
