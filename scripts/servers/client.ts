import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';

/** What is sent beside method and path. */
export interface Call {
  readonly body?: unknown;
  /** Another bearer token than the administrator's. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Speaks HTTPS to a server on loopback, over connections that stay open. */
export class Client {
  readonly #port: number;
  readonly #token: string;
  readonly #certificate: string;
  #agent: Agent | undefined;

  constructor(port: number, token: string, certificate: string) {
    this.#port = port;
    this.#token = token;
    this.#certificate = certificate;
  }

  /** Whatever the server answers, refusals included. An upgrade that it grants is closed at once: status 101. */
  async call(method: string, path: string, { body, token = this.#token, headers = {} }: Call = {}): Promise<Answer> {
    // The server writes its certificate while it starts, so it is read with the first call.
    this.#agent ??= new Agent({ keepAlive: true, maxSockets: 16, ca: readFileSync(this.#certificate) });
    const json = body === undefined ? undefined : JSON.stringify(body);
    const sent = { authorization: `Bearer ${token}`, accept: 'application/json', ...(json !== undefined && { 'content-type': 'application/json' }), ...headers };
    const call = request({ host: '127.0.0.1', port: this.#port, method, path, agent: this.#agent, headers: sent as Record<string, string | string[]> });
    const upgraded = new Promise<Answer>((done) => {
      call.once('upgrade', (response: IncomingMessage, socket) => {
        socket.destroy();
        done({ status: 101, body: '', headers: response.headers });
      });
    });
    const answered = (once(call, 'response') as Promise<[IncomingMessage]>).then(async ([response]) => ({ status: response.statusCode ?? 0, body: await text(response), headers: response.headers }));
    call.end(json);
    return Promise.race([answered, upgraded]);
  }

  /** The JSON of a call that must succeed. */
  async ask(method: string, path: string, call: Call = {}): Promise<unknown> {
    const { status, body } = await this.call(method, path, call);
    if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${body.slice(0, 300)}`);
    return JSON.parse(body) as unknown;
  }

  async get(path: string): Promise<string> {
    const { status, body } = await this.call('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${body.slice(0, 300)}`);
    return body;
  }

  close(): void {
    this.#agent?.destroy();
  }
}
