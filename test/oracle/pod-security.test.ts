import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { admitPodSecurity, defaultPod, evaluatePodSecurity, type Level } from '../../src/engines/pod-security/index.ts';
import { Random } from '../support/random.ts';
import { skippable } from '../support/shared.ts';
import { askPodSecurity, buildOracle, type OracleAdmission, type PodSecurityAnswers, type PodSecurityLine } from './build.ts';
import { RandomPods } from './random-pods.ts';

const total = Number(process.env['GLACIS_ORACLE_PODS'] ?? '20000');
const podsPerLine = 50;
const requestsPerLine = 10;

interface Asked {
  readonly level: Level;
  readonly version: string;
  readonly defaulted: boolean;
  readonly pod: object;
}

const kinds = ['Pod', 'Pod', 'Pod', 'Namespace', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'PodTemplate'] as const;
const levels = ['privileged', 'baseline', 'restricted'] as const;
const prefix = 'pod-security.kubernetes.io/';
const quoted: Readonly<Record<string, string>> = { Usernames: 'usernames', Namespaces: 'namespaces', RuntimeClasses: 'runtimeClasses' };

class Questions {
  readonly #random: Random;
  readonly #pods: RandomPods;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#pods = new RandomPods(this.#random);
  }

  line(): { readonly kind: 'pod-security'; readonly evaluate: readonly Asked[]; readonly admit: readonly OracleAdmission[] } {
    const evaluate = Array.from({ length: podsPerLine }, () => this.#pods.pod()).flatMap((pod) => (['baseline', 'restricted'] as const).map((level): Asked => ({ level, version: this.#version(), defaulted: this.#random.chance(0.5), pod })));
    return { kind: 'pod-security', evaluate, admit: Array.from({ length: requestsPerLine }, () => this.#request()) };
  }

  #version(): string {
    return this.#random.chance(0.1) ? 'latest' : `v1.${Math.floor(this.#random.next() * 41)}`;
  }

  #labels(): Record<string, string> {
    const { one, fields } = { one: this.#random.one.bind(this.#random), fields: this.#random.fields.bind(this.#random) };
    const level = [0.5, () => one([...levels, ...levels, 'Restricted', '', 'a"\n'])] as const;
    const version = [0.4, () => one(['latest', 'v1.20', 'v1.35', 'v1.99', '1.25', 'v1.025', 'v1.25.3', ''])] as const;
    return fields(Object.fromEntries(['enforce', 'audit', 'warn'].flatMap((mode) => [[prefix + mode, level], [`${prefix}${mode}-version`, version]]))) as Record<string, string>;
  }

  #named(pod: Record<string, unknown>, name: string): Record<string, unknown> {
    const owners = this.#random.chance(0.5) ? [] : [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: this.#random.one(['1', '2']), ...this.#random.fields({ controller: [0.8, () => this.#random.one([true, false])] }) }];
    const spec = { ...(pod['spec'] as object), ...this.#random.fields({ runtimeClassName: [0.15, () => this.#random.one(['kata', 'runc', ''])] }) };
    return { ...pod, metadata: { ...(pod['metadata'] as object), name, ownerReferences: owners }, spec };
  }

  #updated(pod: Record<string, unknown>): Record<string, unknown> {
    if (this.#random.chance(0.4)) return pod;
    const spec = structuredClone(pod['spec']) as Record<string, unknown[]>;
    const list = this.#random.one(['containers', 'initContainers', 'ephemeralContainers']);
    const old = spec[list] ?? [];
    const changes = [() => old.slice(1), () => [...old, this.#pods.container()], () => old.map((each) => ({ ...(each as object), image: 'new' })), () => old.map((each) => ({ ...(each as object), stdin: true }))] as const;
    return { ...pod, spec: { ...spec, [list]: this.#random.one(changes)() } };
  }

  #request(): OracleAdmission {
    const random = this.#random;
    const kind = random.one(kinds);
    const pod = this.#named(this.#pods.pod(), random.one(['p', 'q']));
    const namespace = random.one(['shop', 'exempt']);
    const labels = this.#labels();
    const base = {
      kind, namespace, labels, operation: random.one(['CREATE', 'UPDATE']), name: kind === 'Namespace' ? namespace : random.one(['p', '']), user: random.one(['ann', 'root', '']),
      subresource: random.one(['', '', '', '', '', 'status', 'exec', 'ephemeralcontainers', 'resize', 'scale']),
      defaults: random.fields({ Enforce: [0.3, () => random.one(levels)], EnforceVersion: [0.2, () => this.#version()], Audit: [0.3, () => random.one(levels)], AuditVersion: [0.2, () => this.#version()], Warn: [0.3, () => random.one(levels)], WarnVersion: [0.2, () => this.#version()] }) as Record<string, string>,
      exemptions: { Usernames: ['root'], Namespaces: ['exempt'], RuntimeClasses: ['kata'] },
    };
    if (kind === 'Namespace') {
      const object = (of: object): object => ({ metadata: { name: namespace, labels: of } });
      const count = Math.floor(random.next() * 6);
      return { ...base, object: object(labels), oldObject: object(random.chance(0.2) ? labels : this.#labels()), existingPods: Array.from({ length: count }, (_, index) => this.#named(this.#pods.pod(), `p${count - index}`)) };
    }
    if (kind === 'Pod') return { ...base, object: pod, ...(base.operation === 'UPDATE' ? { oldObject: this.#updated(pod) } : {}) };
    return { ...base, object: kind === 'PodTemplate' ? { template: pod } : kind === 'CronJob' ? { spec: { jobTemplate: { spec: { template: pod } } } } : { spec: { template: pod } } };
  }
}

function evaluated({ level, version, defaulted, pod }: Asked): PodSecurityAnswers['evaluated'][number] {
  return evaluatePodSecurity(defaulted ? defaultPod(pod) : pod, { level, version });
}

function admitted(asked: OracleAdmission): PodSecurityAnswers['admitted'][number] {
  const { user, labels, defaults, exemptions, existingPods = [], ...request } = asked;
  const lower = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name.replace('Version', '-version').toLowerCase(), value]));
  const exempt = Object.fromEntries(Object.entries(exemptions).map(([name, list]) => [quoted[name] ?? name, list]));
  return admitPodSecurity({ ...request, user: { username: user } }, { namespace: { metadata: { labels } }, exemptions: exempt, defaults: lower, existingPods });
}

/** Writes the question out only where the answers differ: it is what takes the time. */
function same(mine: object, theirs: object | undefined, asked: object): void {
  if (!isDeepStrictEqual(mine, theirs)) assert.deepEqual(mine, theirs, JSON.stringify(asked));
}

const binary = await buildOracle();
skippable('Go is not installed: the Pod Security oracle cannot be built', binary !== undefined, () => {
  const seed = 20261128;
  test(`${total} random pods at both levels, and requests, are answered as Kubernetes' own Pod Security does (seed ${seed})`, { timeout: 3_600_000 }, async () => {
    const questions = new Questions(seed);
    const waiting: ReturnType<Questions['line']>[] = [];
    const lines = function* (): Iterable<PodSecurityLine> {
      for (let asked = 0; asked < total; asked += podsPerLine) {
        const line = questions.line();
        waiting.push(line);
        yield line;
      }
    };
    const seen = { allowed: { baseline: 0, restricted: 0, privileged: 0 }, failed: new Set<string>(), refused: 0, warned: 0, audited: 0, exempt: 0, answers: 0 };
    for await (const answer of askPodSecurity(lines(), binary)) {
      // The oracle keeps the order, so the oldest line that waits is the one answered.
      const line = waiting.shift();
      assert.ok(line);
      line.evaluate.forEach((asked, index) => {
        const mine = evaluated(asked);
        same(mine, answer.evaluated[index], asked);
        if (mine.allowed) seen.allowed[asked.level]++;
        for (const { id } of mine.failed) seen.failed.add(id);
        seen.answers++;
      });
      line.admit.forEach((asked, index) => {
        const mine = admitted(asked);
        same(mine, answer.admitted[index], asked);
        seen.refused += mine.allowed ? 0 : 1;
        seen.warned += mine.warnings.length;
        seen.audited += mine.auditViolations.length;
        seen.exempt += mine.exempt === undefined ? 0 : 1;
      });
    }
    assert.equal(seen.answers, Math.ceil(total / podsPerLine) * podsPerLine * 2);
    assert.equal(seen.failed.size, 19, `checks that never failed: only ${[...seen.failed].join(', ')} did`);
    for (const [what, count] of Object.entries({ baseline: seen.allowed.baseline, restricted: seen.allowed.restricted, refused: seen.refused, warned: seen.warned, audited: seen.audited, exempt: seen.exempt })) {
      assert.ok(count > total / 200, `${what}: ${count} of ${total}: the generator asks nothing worth asking`);
    }
  });
});
