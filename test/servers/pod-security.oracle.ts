import assert from 'node:assert/strict';
import type { ApiServer } from '../../scripts/servers/server.ts';
import { PodAdmission } from '../../src/engines/admission/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { Choices } from './choices.ts';
import { accountIn, againstServers, create, inFlight, withBuiltIn } from './servers.ts';

const seed = 20261204;
const asked = 3000;
const prefix = 'pod-security.kubernetes.io/';

const labels: readonly Readonly<Record<string, string>>[] = [
  {}, { enforce: 'privileged' }, { enforce: 'baseline' }, { enforce: 'restricted' }, { enforce: 'baseline', 'enforce-version': 'v1.18' }, { enforce: 'restricted', 'enforce-version': 'v1.21' }, { enforce: 'restricted', 'enforce-version': 'v1.24' },
  { enforce: 'baseline', 'enforce-version': 'v1.30' }, { enforce: 'restricted', 'enforce-version': 'v1.34' }, { enforce: 'restricted', 'enforce-version': 'v1.35' }, { enforce: 'baseline', 'enforce-version': 'v1.36' }, { warn: 'restricted', audit: 'baseline' },
  { enforce: 'baseline', warn: 'restricted', 'warn-version': 'v1.22' }, { enforce: 'restricted', 'enforce-version': 'v1.99' },
];
const namespaces: readonly KubernetesObject[] = labels.map((each, index) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: `pss-${index}`, labels: Object.fromEntries(Object.entries(each).map(([mode, value]) => [prefix + mode, value])) } }));

/** A pod that passes validation more often than not, and fails Pod Security about as often. */
class Pods {
  readonly #random: Choices;
  // Some pods are strict throughout, so that restricted lets some in.
  #careful = false;
  constructor(random: Choices) {
    this.#random = random;
  }

  pod(): KubernetesObject {
    const random = this.#random;
    this.#careful = random.chance(0.5);
    const rare = this.#careful ? 0.02 : 0.12;
    const names = random.pick([['a'], ['a', 'b']]);
    return {
      apiVersion: 'v1', kind: 'Pod',
      metadata: { name: 'p', ...random.fields({ annotations: [rare, () => random.pick<object>([{ 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' }, { 'container.apparmor.security.beta.kubernetes.io/a': 'localhost/x' }, { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' }])] }) },
      spec: {
        containers: names.map((name) => this.#container(name)),
        ...random.fields({
          initContainers: [0.2, () => [this.#container('i')]], hostNetwork: [rare, () => true], hostPID: [rare, () => random.pick([true, false])], hostIPC: [rare, () => true], hostUsers: [0.2, () => random.pick([true, false])],
          os: [0.1, () => random.pick([{ name: 'windows' }, { name: 'linux' }])], volumes: [0.4, () => [this.#volume()]], securityContext: [this.#careful ? 0.95 : 0.6, () => this.#podContext()], automountServiceAccountToken: [0.3, () => false],
        }),
      },
    };
  }

  #profile(): object {
    return this.#careful && this.#random.chance(0.9) ? { type: 'RuntimeDefault' } : this.#random.pick<object>([{ type: 'RuntimeDefault' }, { type: 'Unconfined' }, { type: 'Localhost', localhostProfile: 'p.json' }]);
  }

  #shared(): Record<string, unknown> {
    const random = this.#random;
    return random.fields({
      runAsNonRoot: [this.#careful ? 0.8 : 0.3, () => this.#careful || random.chance(0.5)], runAsUser: [0.3, () => (this.#careful ? 1000 : random.pick([0, 1, 1000]))], seccompProfile: [this.#careful ? 0.8 : 0.3, () => this.#profile()],
      seLinuxOptions: [0.15, () => random.pick<object>([{}, { type: 'container_t' }, { type: 'spc_t' }, { level: 's0:c1,c2' }, { user: 'u' }, { type: 'container_engine_t' }])], appArmorProfile: [0.15, () => this.#profile()],
      windowsOptions: [0.03, () => random.pick<object>([{ hostProcess: true }, { hostProcess: false }])],
    });
  }

  #podContext(): object {
    const sysctl = (): object => ({ name: this.#random.pick(['kernel.shm_rmid_forced', 'net.ipv4.tcp_rmem', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'kernel.msgmax', 'net.ipv4.tcp_notsent_lowat']), value: '1' });
    return { ...this.#shared(), ...this.#random.fields({ sysctls: [0.15, () => [sysctl()]], fsGroup: [0.2, () => 0] }) };
  }

  #container(name: string): object {
    const random = this.#random;
    const capability = (): string => random.pick(this.#careful ? ['NET_BIND_SERVICE'] : ['CHOWN', 'NET_BIND_SERVICE', 'NET_RAW', 'SYS_ADMIN', 'ALL']);
    const context = (): object => ({
      ...this.#shared(),
      ...random.fields({
        privileged: [this.#careful ? 0.02 : 0.12, () => random.pick([true, false])], allowPrivilegeEscalation: [this.#careful ? 0.95 : 0.3, () => !this.#careful && random.chance(0.5)],
        capabilities: [this.#careful ? 0.95 : 0.4, () => random.fields({ drop: [this.#careful ? 0.97 : 0.4, () => [this.#careful ? 'ALL' : random.pick(['ALL', 'NET_RAW'])], ], add: [0.3, () => [capability()]] })], procMount: [0.1, () => random.pick(['Default', 'Unmasked'])],
      }),
    });
    const host = (): object => (random.chance(0.3) ? { host: '127.0.0.1' } : {});
    return {
      name, image: 'i',
      ...random.fields({
        securityContext: [this.#careful ? 0.97 : 0.7, context], ports: [0.2, () => [{ containerPort: 80 + name.charCodeAt(0), ...random.fields({ hostPort: [this.#careful ? 0.05 : 0.4, () => 80 + name.charCodeAt(0)] }) }]],
        ...(name === 'i' ? {} : { livenessProbe: [0.15, () => random.pick<object>([{ httpGet: { port: 80, ...host() } }, { tcpSocket: { port: 80, ...host() } }, { exec: { command: ['a'] } }])] }),
        ...(name === 'i' ? {} : { lifecycle: [0.1, () => ({ preStop: { httpGet: { port: 80, ...host() } } })] }),
      }),
    };
  }

  #volume(): object {
    const safe = [{ emptyDir: {} }, {}, { configMap: { name: 'c' } }, { secret: { secretName: 's' } }, { downwardAPI: {} }, { persistentVolumeClaim: { claimName: 'c' } }, { csi: { driver: 'd.example' } }, { image: { reference: 'r' } }, { projected: { sources: [] } }];
    const other = [{ hostPath: { path: '/' } }, { nfs: { server: 's', path: '/' } }, { iscsi: { targetPortal: '1.2.3.4:1', iqn: 'iqn.2001-04.com.example:s', lun: 0 } }, { gitRepo: { repository: 'r' } }, { flexVolume: { driver: 'a/b' } }];
    return { name: 'v', ...this.#random.pick<object>(this.#careful ? safe : [...safe, ...other]) };
  }
}

interface Said {
  readonly status: number;
  readonly message: string;
  readonly warnings: readonly string[];
}

async function said(server: ApiServer, pod: KubernetesObject, namespace: string): Promise<Said> {
  const { status, body, headers } = await server.call('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, { body: pod });
  const { message = '' } = JSON.parse(body) as { message?: string };
  const warnings = [...String(headers['warning'] ?? '').matchAll(/299 - "((?:\\.|[^"\\])*)"/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
  return { status, message, warnings: warnings.filter((text) => text.startsWith('would violate')) };
}

againstServers(`${asked} pods pass or fail Pod Security as at kube-apiserver, word by word (seed ${seed})`, async (server, minor) => {
  const random = new Choices(seed + minor);
  const pods = new Pods(random);
  await create(server, namespaces);
  for (const { metadata } of namespaces) await accountIn(server, metadata.name);
  const engine = PodAdmission.from(withBuiltIn(minor, namespaces), { version: `1.${minor}` });
  const questions = Array.from({ length: asked }, () => ({ pod: pods.pod(), namespace: random.pick(namespaces).metadata.name }));
  const theirs = await inFlight(questions, ({ pod, namespace }) => said(server, pod, namespace));
  let [admitted, refused] = [0, 0];
  for (const [index, { pod, namespace }] of questions.entries()) {
    const { status, message, warnings } = theirs[index] ?? { status: 0, message: '', warnings: [] };
    // What validation refuses never comes to Pod Security.
    if (status === 422) continue;
    const answer = engine.admit({ pod, namespace, actor: { user: 'admin', groups: ['system:masters'] } });
    const what = `${JSON.stringify(pod)} in ${namespace}: ${JSON.stringify(labels[Number(namespace.slice(4))])}`;
    assert.equal(status, answer.allowed ? 201 : 403, `${what}\n${message}\n${JSON.stringify(answer)}`);
    assert.deepEqual(answer.refusals.map((each) => each.message), status === 201 ? [] : [message], what);
    assert.deepEqual(answer.warnings, warnings, what);
    if (status === 201) admitted++;
    else refused++;
  }
  assert.ok(admitted > asked * 0.15 && refused > asked * 0.15, `${admitted} admitted, ${refused} refused of ${asked}`);
});
