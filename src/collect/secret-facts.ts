import { hash, randomBytes } from 'node:crypto';
import { bootstrapFacts, bootstrapType, bootstrapUsages } from '../knowledge/bootstrap-tokens.ts';
import type { KeyFacts, SecretFacts } from '../model/snapshot.ts';
import { fields, text, type Fields } from './read.ts';

// Equal values can be recognised within one run; the key dies with the process, so no hash can be looked up later.
const processKey = randomBytes(32);

/** What the checks need of a Secret. The caller drops `data` and `stringData` right after. */
export function secretFacts(secret: Fields): SecretFacts {
  const values = valuesOf(secret);
  const type = text(secret['type']) ?? 'Opaque';
  const keys = [...values].map(([name, value]) => keyFacts(name, value));
  const plain = (key: string): string | undefined => values.get(key)?.toString('utf8');
  const bootstrap = type === bootstrapType;
  const expires = bootstrap ? plain('expiration') : undefined;
  const hosts = type === 'kubernetes.io/dockerconfigjson' || type === 'kubernetes.io/dockercfg' ? registryHosts(plain('.dockerconfigjson') ?? plain('.dockercfg') ?? '') : [];
  return {
    type,
    keys,
    ...(expires === undefined ? {} : { expires }),
    ...(bootstrap ? { usages: bootstrapUsages(values.keys(), plain), bootstrap: bootstrapFacts(plain) } : {}),
    ...(hosts.length > 0 ? { hosts } : {}),
  };
}

function valuesOf(secret: Fields): ReadonlyMap<string, Buffer> {
  const values = new Map<string, Buffer>();
  for (const [key, value] of Object.entries(fields(secret['data']) ?? {})) {
    if (typeof value === 'string') values.set(key, Buffer.from(value, 'base64'));
  }
  // The API server writes stringData over data.
  for (const [key, value] of Object.entries(fields(secret['stringData']) ?? {})) {
    if (typeof value === 'string') values.set(key, Buffer.from(value, 'utf8'));
  }
  return values;
}

function keyFacts(name: string, value: Buffer): KeyFacts {
  return { name, bytes: value.length, format: formatOf(value), equality: hash('sha256', Buffer.concat([processKey, value]), 'base64url').slice(0, 16) };
}

const formats: readonly (readonly [KeyFacts['format'], RegExp])[] = [
  ['pem-private-key', /-----BEGIN (?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY-----/],
  ['ssh-key', /-----BEGIN OPENSSH PRIVATE KEY-----|^ssh-(?:rsa|ed25519) /],
  ['pem-certificate', /-----BEGIN CERTIFICATE-----/],
  ['jwt', /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*\s*$/],
  ['kubeconfig', /^\s*(?:apiVersion:\s*v1[\s\S]*kind:\s*Config|kind:\s*Config)/],
  ['docker-config', /^\s*\{\s*"auths"/],
  ['cloud-key', /\bA(?:KIA|SIA)[0-9A-Z]{16}\b|"type":\s*"service_account"|aws_secret_access_key|AccountKey=/],
];

function formatOf(value: Buffer): KeyFacts['format'] {
  if (value.length === 0) return 'empty';
  if (value.includes(0)) return 'binary';
  const head = value.subarray(0, 65_536).toString('utf8');
  return formats.find(([, pattern]) => pattern.test(head))?.[0] ?? 'text';
}

function registryHosts(config: string): readonly string[] {
  try {
    const parsed = fields(JSON.parse(config));
    return Object.keys(fields(parsed?.['auths']) ?? parsed ?? {}).toSorted();
  } catch {
    return [];
  }
}
