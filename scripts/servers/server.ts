// A kube-apiserver with its etcd on loopback, and the controllers asked for, for as long as somebody needs them.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Child } from './child.ts';
import { Client, type Answer, type Call } from './client.ts';

export type { Answer, Call } from './client.ts';

export interface ApiServer {
  /** The JSON at a path, read as a member of system:masters. */
  get(path: string): Promise<unknown>;
  /** Any request and its answer, refusals included. Without another token it is sent as a member of system:masters. */
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** The JSON of a request that must succeed. */
  ask(method: string, path: string, call?: Call): Promise<unknown>;
  /** Ends the processes and removes what they wrote. */
  stop(): Promise<void>;
}

/** Somebody who may sign in; the token names them. */
export interface Login {
  readonly token: string;
  readonly user: string;
  readonly groups?: readonly string[];
}

export interface Starting {
  readonly apiServer: string;
  readonly etcd: string;
  /** Runs the controllers that fill aggregated roles and namespaces; without them the roles `view`, `edit` and `admin` are empty. */
  readonly controllerManager?: string;
  readonly logins?: readonly Login[];
  readonly flags?: readonly string[];
  /** Gives pods their service account, which must be there, as every real cluster does. */
  readonly serviceAccounts?: boolean;
}

const controllers = ['clusterrole-aggregation-controller', 'serviceaccount-controller', 'root-ca-certificate-publisher-controller', 'namespace-controller'];

/** Starts them and returns when the API server says it is ready, which includes its hooks that create objects. */
export async function startApiServer({ apiServer, etcd, controllerManager, logins = [], flags = [], serviceAccounts = false }: Starting): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'glacis-server-'));
  const children: Child[] = [];
  let client: Client | undefined;
  const stop = async (): Promise<void> => {
    client?.close();
    for (const child of children.toReversed()) await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const store = `http://127.0.0.1:${await freePort()}`;
    children.push(new Child(etcd, etcdFlags(folder, store, `http://127.0.0.1:${await freePort()}`)));
    const port = await freePort();
    const admin = { token: randomBytes(16).toString('hex'), user: 'admin', groups: ['system:masters'] };
    await writeFile(join(folder, 'tokens.csv'), [admin, ...logins].map(loginLine).join(''));
    const key = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    await writeFile(join(folder, 'accounts.key'), key.privateKey);
    const server = new Child(apiServer, [...apiServerFlags(folder, store, port), ...(serviceAccounts ? [] : ['--disable-admission-plugins=ServiceAccount']), ...flags]);
    children.push(server);
    const speaker = new Client(port, admin.token, join(folder, 'apiserver.crt'));
    client = speaker;
    await ready(speaker, server);
    if (controllerManager !== undefined) children.push(new Child(controllerManager, await controllerFlags(folder, port, admin.token)));
    return {
      get: async (path) => JSON.parse(await speaker.get(path)) as unknown,
      call: (method, path, call) => speaker.call(method, path, call),
      ask: (method, path, call) => speaker.ask(method, path, call),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function loginLine({ token, user, groups = [] }: Login): string {
  return `${token},"${user}","${user}","${groups.join(',')}"\n`;
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
    '--service-cluster-ip-range=10.96.0.0/16', '--endpoint-reconciler-type=none',
  ];
}

async function controllerFlags(folder: string, port: number, token: string): Promise<readonly string[]> {
  const certificate = join(folder, 'apiserver.crt');
  const config = {
    apiVersion: 'v1', kind: 'Config', 'current-context': 'it',
    clusters: [{ name: 'it', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificate } }],
    users: [{ name: 'it', user: { token } }],
    contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
  };
  const file = join(folder, 'controllers.json');
  await writeFile(file, JSON.stringify(config));
  return [
    `--kubeconfig=${file}`, `--controllers=${controllers.join(',')}`, '--leader-elect=false', '--bind-address=127.0.0.1', `--secure-port=${await freePort()}`,
    '--cert-dir', join(folder, 'controllers'), '--service-account-private-key-file', join(folder, 'accounts.key'), '--root-ca-file', certificate,
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
