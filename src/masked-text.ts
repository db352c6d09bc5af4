import { keyText } from './lang/yaml/decode.ts';
import type { YamlMap, YamlNode, YamlScalar } from './lang/yaml/node.ts';
import { credentialIn, formOf } from './knowledge/credentials.ts';
import { credentialsOfFile, credentialsOfWords } from './knowledge/credential-text.ts';
import { redacted } from './model/mask.ts';

const gone = '•••';

/** Kinds whose values are credentials whatever they look like, and lists of them, whose items do not say their kind. */
const secretKinds = /^(Secret|SecretList|EncryptionConfiguration|JoinConfiguration|InitConfiguration|Config|SealedSecret|CertificateSigningRequest)$/;
const openKeys: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'type', 'items', 'labels', 'immutable']);
const copies = /last-applied-configuration$/;

/** A document of YAML or JSON with the same lines, every credential in it replaced. */
export function maskedText(text: string, root: YamlNode): string {
  const hidden: YamlScalar[] = [];
  find(root, false, hidden);
  let shown = '';
  let at = 0;
  for (const { start, end } of hidden.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    shown += text.slice(at, start) + text.slice(start, end).split('\n').map((line) => line.replace(/\S.*/, gone)).join('\n');
    at = end;
  }
  // Comments, and what only its form gives away.
  return (shown + text.slice(at)).split('\n').map((line) => (formOf(line) === undefined ? redacted(line) : line.replace(/\S.*/, gone))).join('\n');
}

function find(node: YamlNode, secret: boolean, hidden: YamlScalar[]): void {
  if (node.is === 'list') {
    const words = node.items.filter((item) => item.is === 'scalar');
    const found = new Set(words.length === node.items.length ? credentialsOfWords(words.map(({ text }) => text)).map(({ index }) => index) : []);
    for (const [index, item] of node.items.entries()) {
      if (item.is !== 'scalar') find(item, secret, hidden);
      else if (secret || found.has(index)) hidden.push(item);
    }
  } else if (node.is === 'map') findInMap(node, secret, hidden);
}

function findInMap(map: YamlMap, around: boolean, hidden: YamlScalar[]): void {
  const pairs = pairsOf(map);
  const textAt = (key: string): string | undefined => scalarText(pairs.find(([name]) => name === key)?.[1]);
  const secret = around || secretKinds.test(textAt('kind') ?? '');
  // An environment variable, or anything else that is named beside its value.
  const named = textAt('name');
  for (const [key, value] of pairs) {
    if (value.is !== 'scalar') find(value, secret, hidden);
    else if (copies.test(key) || (secret && !openKeys.has(key)) || isCredential(key === 'value' && named !== undefined ? named : key, value.text)) hidden.push(value);
  }
}

function pairsOf(map: YamlMap): readonly (readonly [string, YamlNode])[] {
  const pairs: (readonly [string, YamlNode])[] = [];
  for (let index = 0; index + 1 < map.parts.length; index += 2) {
    const [name, value] = [map.parts[index], map.parts[index + 1]];
    if (name && value) pairs.push([keyText(name) ?? '', value]);
  }
  return pairs;
}

function scalarText(node: YamlNode | undefined): string | undefined {
  return node?.is === 'scalar' ? node.text : undefined;
}

function isCredential(name: string, value: string): boolean {
  return credentialIn(name, value) !== undefined || (value.includes('\n') && credentialsOfFile(name, value).length > 0) || redacted(`${name}: ${value}`) !== `${name}: ${value}`;
}
