// A kube-apiserver with its etcd on loopback, for as long as it is read.
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

export interface ApiServer {
  /** The JSON at a path, read as a member of system:masters. */
  get(path: string): Promise<unknown>;
  /** Ends both processes and removes what they wrote. */
  stop(): Promise<void>;
}

/** Starts both and returns when the server says it is ready, which includes its hooks that create objects. */
export async function startApiServer(apiServer: string, etcd: string): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'glacis-bootstrap-'));
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const store = `http://127.0.0.1:${await freePort()}`;
    children.push(new Child(etcd, etcdFlags(folder, store, `http://127.0.0.1:${await freePort()}`)));
    const port = await freePort();
    const token = randomBytes(16).toString('hex');
    await writeFile(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`);
    const key = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    await writeFile(join(folder, 'accounts.key'), key.privateKey);
    const server = new Child(apiServer, apiServerFlags(folder, store, port));
    children.push(server);
    const client = new Client(port, token, join(folder, 'apiserver.crt'));
    await ready(client, server);
    return { get: async (path) => JSON.parse(await client.get(path)) as unknown, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function etcdFlags(folder: string, store: string, peers: string): readonly string[] {
  return [
    '--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync', '--log-level=error',
    '--listen-client-urls', store, '--advertise-client-urls', store,
    '--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`,
  ];
}

function apiServerFlags(folder: string, store: string, port: number): readonly string[] {
  const accounts = join(folder, 'accounts.key');
  return [
    '--etcd-servers', store, '--cert-dir', folder, '--bind-address=127.0.0.1', `--secure-port=${port}`,
    '--token-auth-file', join(folder, 'tokens.csv'), '--authorization-mode=Node,RBAC',
    '--service-account-issuer=https://kubernetes.default.svc', '--service-account-key-file', accounts, '--service-account-signing-key-file', accounts,
    '--service-cluster-ip-range=10.96.0.0/16', '--endpoint-reconciler-type=none', '--disable-admission-plugins=ServiceAccount',
  ];
}

async function ready(client: Client, server: Child): Promise<void> {
  const end = Date.now() + 120_000;
  let last: unknown;
  while (Date.now() < end) {
    if (server.ended) throw new Error(`kube-apiserver ended:\n${server.tail}`);
    try {
      await client.get('/readyz');
      return;
    } catch (error) {
      last = error;
      await wait(250);
    }
  }
  throw new Error(`kube-apiserver is not ready after two minutes:\n${server.tail}`, { cause: last });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

class Client {
  readonly #port: number;
  readonly #token: string;
  readonly #certificate: string;
  #agent: Agent | undefined;

  constructor(port: number, token: string, certificate: string) {
    this.#port = port;
    this.#token = token;
    this.#certificate = certificate;
  }

  async get(path: string): Promise<string> {
    this.#agent ??= new Agent({ keepAlive: true, ca: await readFile(this.#certificate) });
    const call = request({ host: '127.0.0.1', port: this.#port, path, agent: this.#agent, headers: { authorization: `Bearer ${this.#token}`, accept: 'application/json' } });
    const answered = once(call, 'response') as Promise<[IncomingMessage]>;
    call.end();
    const [response] = await answered;
    const body = await text(response);
    if (response.statusCode !== 200) throw new Error(`GET ${path}: ${response.statusCode} ${body.slice(0, 300)}`);
    return body;
  }
}

class Child {
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;
  ended = false;
  /** The last it wrote, for when it fails. */
  tail = '';

  constructor(path: string, args: readonly string[]) {
    this.#process = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.tail = (this.tail + chunk).slice(-4000);
    });
    this.#gone = new Promise((done) => {
      const end = (): void => {
        this.ended = true;
        done(undefined);
      };
      this.#process.once('exit', end).once('error', end);
    });
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    this.#process.kill();
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await this.#gone;
    clearTimeout(late);
  }
}
