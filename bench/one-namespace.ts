// Writes a dump of one namespace with so many workloads, each with its own account, role, Secret, ConfigMap, Service and NetworkPolicy: what compares
// all of a namespace with all of it shows here.
//   node bench/one-namespace.ts COUNT FILE && npm run bench -- FOLDER
import { writeFileSync } from 'node:fs';

const namespace = 'big';
const rbac = 'rbac.authorization.k8s.io';

function workload(at: number, count: number): readonly object[] {
  const name = `app-${at}`;
  const metadata = { name, namespace };
  const tier = (of: number): string => `t${of % 10}`;
  const rules: readonly object[] = [
    { apiGroups: [''], resources: ['secrets'], resourceNames: [name], verbs: ['get'] },
    ...(at % 50 === 0 ? [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] }] : []),
    ...(at % 70 === 0 ? [{ apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], resourceNames: [`app-${(at + 1) % count}`], verbs: ['delete'] }] : []),
  ];
  const container = {
    name: 'c', image: `registry.example/${name}:1.2.${at % 9}`, command: ['/bin/sh', '/scripts/run.sh'], ports: [{ containerPort: 8080 }], volumeMounts: [{ name: 'v', mountPath: '/scripts' }],
    ...(at % 41 === 0 ? { securityContext: { privileged: true } } : {}),
  };
  const spec = { serviceAccountName: name, ...(at % 97 === 0 ? { hostPID: true } : {}), containers: [container], volumes: [{ name: 'v', configMap: { name } }] };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules },
    { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata, roleRef: { apiGroup: rbac, kind: 'Role', name }, subjects: [{ kind: 'ServiceAccount', name, namespace }] },
    { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: {} },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'run.sh': 'echo hi' } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 2, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name, tier: tier(at) } }, spec } } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ...(at % 30 === 0 ? { type: 'LoadBalancer' } : {}), selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { tier: tier(at + 1) } } }] }] } },
  ];
}

const [count = '1000', file = 'one-namespace.json'] = process.argv.slice(2);
const objects = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, ...Array.from({ length: Number(count) }, (_, at) => workload(at, Number(count))).flat()];
writeFileSync(file, `${objects.map((object) => JSON.stringify(object)).join('\n')}\n`);
