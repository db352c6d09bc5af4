// Random pods that hit every field that a Pod Security check reads, in all three container lists, odd values among them.
import { Random } from '../support/random.ts';

const flags = [true, false, null] as const;
const names = ['a', 'b', 'web', 'ä', '😀', '\u{ffff}', ''] as const;
const profiles = ['runtime/default', 'docker/default', 'localhost/x', 'unconfined', 'localhost', '', 'a"b\\c\n', '\u00ad\u200b\u0007é'] as const;
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const seccomp = 'container.seccomp.security.alpha.kubernetes.io/';
const keys = [`${appArmor}a`, `${appArmor}gone`, `${appArmor}`, 'seccomp.security.alpha.kubernetes.io/pod', `${seccomp}a`, `${seccomp}b`, `${seccomp}gone`, 'other'] as const;
const capabilities = ['CHOWN', 'NET_BIND_SERVICE', 'NET_RAW', 'SYS_ADMIN', 'CAP_CHOWN', 'ALL', 'all', 'SETUID', ''] as const;
const sources = [
  'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret', 'hostPath', 'gcePersistentDisk',
  'awsElasticBlockStore', 'gitRepo', 'nfs', 'iscsi', 'glusterfs', 'rbd', 'flexVolume', 'cinder', 'cephfs', 'flocker', 'fc', 'azureFile', 'vsphereVolume',
  'quobyte', 'azureDisk', 'photonPersistentDisk', 'portworxVolume', 'scaleIO', 'storageos',
] as const;
const sysctls = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem', 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat', 'kernel.msgmax', 'net/ipv4/tcp_rmem', '',
] as const;

export class RandomPods {
  readonly #random: Random;
  // Some pods are strict throughout, so that restricted allows some too.
  #careful = false;

  constructor(random: Random) {
    this.#random = random;
  }

  pod(): Record<string, unknown> {
    const random = this.#random;
    this.#careful = random.chance(0.4);
    const rare = this.#careful ? 0.03 : 0.15;
    const list = (most: number): unknown[] => Array.from({ length: Math.floor(random.next() * (most + 1)) }, () => this.container());
    return {
      metadata: random.fields({ annotations: [0.4, () => Object.fromEntries(random.some(keys, 3).map((key) => [key, random.one(profiles)]))] }),
      spec: {
        containers: list(2),
        ...random.fields({
          initContainers: [0.4, () => list(2)],
          ephemeralContainers: [0.3, () => list(2)],
          hostNetwork: [rare, () => random.one(flags)],
          hostPID: [rare, () => random.one(flags)],
          hostIPC: [rare, () => random.one(flags)],
          hostUsers: [0.4, () => random.one(flags)],
          os: [0.3, () => random.one([{ name: 'windows' }, { name: 'linux' }, { name: 'Windows' }, {}, null])],
          nodeSelector: [0.1, () => ({ 'kubernetes.io/os': 'windows' })],
          volumes: [0.4, () => Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => this.#volume())],
          securityContext: [this.#careful ? 0.95 : 0.6, () => this.#podSecurity()],
        }),
      },
    };
  }

  container(): Record<string, unknown> {
    const random = this.#random;
    const rare = this.#careful ? 0.05 : 0.25;
    const probe = (): unknown => this.#handler(rare);
    return random.fields({
      name: [0.97, () => random.one(names)],
      image: [0.7, () => random.one(['i:1', 'i:2'])],
      ports: [0.4, () => Array.from({ length: 2 }, () => random.fields({ containerPort: [0.95, () => random.one([80, 443, 1234])], hostPort: [rare, () => random.one([0, 80, 9, 10, 65535, null])], protocol: [0.2, () => random.one(['TCP', 'UDP', ''])] }))],
      livenessProbe: [0.2, probe],
      readinessProbe: [0.2, probe],
      startupProbe: [0.2, probe],
      lifecycle: [0.2, () => random.fields({ postStart: [0.6, probe], preStop: [0.6, probe] })],
      securityContext: [this.#careful ? 0.95 : 0.8, () => this.#containerSecurity(rare)],
    });
  }

  #handler(rare: number): unknown {
    const random = this.#random;
    const way = (): unknown => random.fields({ host: [rare, () => random.one(['', '127.0.0.1', '10.0.0.1', 'h', '😀', '\u{ffff}'])], port: [0.8, () => 80] });
    return random.one<unknown>([{ exec: { command: ['a'] } }, { httpGet: way() }, { tcpSocket: way() }, { httpGet: way(), tcpSocket: way() }, {}, null]);
  }

  #volume(): Record<string, unknown> {
    const random = this.#random;
    const chosen = random.chance(0.1) ? [] : random.chance(0.15) ? random.some(sources, 2) : [this.#careful ? random.one(['configMap', 'emptyDir', 'image', 'secret']) : random.one(sources)];
    return { ...random.fields({ name: [0.95, () => random.one(['v', 'w', ''])] }), ...Object.fromEntries(chosen.map((source) => [source, random.chance(0.05) ? null : {}])) };
  }

  #shared(rare: number): Record<string, readonly [number, () => unknown]> {
    const random = this.#random;
    const profile = (): unknown => (random.chance(1 - rare) ? { type: random.one(['RuntimeDefault', 'Localhost']) } : random.one([{ type: 'Unconfined' }, { type: 'runtimedefault' }, { type: '' }, {}, null]));
    return {
      appArmorProfile: [0.2, profile],
      seccompProfile: [this.#careful ? 0.9 : 0.4, profile],
      seLinuxOptions: [0.2, () => random.fields({ type: [0.5, () => (random.chance(rare) ? random.one(['spc_t', 'container_T']) : random.one(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']))], user: [rare, () => random.one(['', 'u'])], role: [rare, () => random.one(['', 'r'])], level: [0.3, () => 's0'] })],
      windowsOptions: [0.2, () => random.fields({ hostProcess: [rare, () => random.one(flags)] })],
      runAsNonRoot: [this.#careful ? 0.8 : 0.4, () => (random.chance(rare) ? random.one(flags) : true)],
      runAsUser: [0.3, () => (random.chance(rare) ? 0 : random.one([1, 1000, null]))],
    };
  }

  #podSecurity(): unknown {
    const random = this.#random;
    if (random.chance(0.02)) return null;
    const rare = this.#careful ? 0.03 : 0.3;
    return random.fields({ ...this.#shared(rare), runAsGroup: [0.1, () => 0], sysctls: [0.3, () => (random.chance(0.1) ? null : random.some(sysctls, 3).map((name) => random.fields({ name: [0.98, () => name], value: [0.9, () => '1'] })))] });
  }

  #containerSecurity(rare: number): unknown {
    const random = this.#random;
    if (random.chance(0.03)) return null;
    return random.fields({
      ...this.#shared(rare),
      privileged: [rare, () => random.one(flags)],
      allowPrivilegeEscalation: [this.#careful ? 0.95 : 0.6, () => (random.chance(rare) ? random.one(flags) : false)],
      procMount: [rare, () => random.one(['Default', 'Unmasked', 'default', '', null])],
      readOnlyRootFilesystem: [0.1, () => false],
      capabilities: [this.#careful ? 0.95 : 0.6, () => (random.chance(0.03) ? null : this.#capabilities(rare))],
    });
  }

  #capabilities(rare: number): unknown {
    const random = this.#random;
    return random.fields({
      add: [0.3, () => (random.chance(rare) ? random.some(capabilities, 3) : random.some(['NET_BIND_SERVICE'], 1))],
      drop: [this.#careful ? 0.97 : 0.5, () => (random.chance(rare) ? random.some(capabilities, 2) : ['ALL'])],
    });
  }
}
