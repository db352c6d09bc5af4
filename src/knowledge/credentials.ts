import { rememberMany } from '../model/remember.ts';

// How a credential gives itself away: by the name it stands under together with the form of its value, or by its form alone.

export type CredentialKind = 'password' | 'token' | 'secret' | 'key';

/** Forms that only a credential has. A captured part must not be a placeholder or a reference. */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['an AWS access key', /\b((?:AKIA|ASIA)[0-9A-Z]{16})\b/],
  ['a GitHub token', /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/],
  ['a GitLab token', /\b(glpat-[\w-]{20,})/],
  ['a Slack token', /\b(xox[abprs]-[\w-]{10,})/],
  ['a Slack webhook', /(hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,})/],
  ['a Google API key', /\b(AIza[\w-]{35})\b/],
  ['a Stripe key', /\b([sr]k_live_\w{16,})/],
  ['a SendGrid key', /\b(SG\.[\w-]{16,}\.[\w-]{16,})/],
  ['an npm token', /\b(npm_\w{36})\b/],
  ['a Docker Hub token', /\b(dckr_pat_[\w-]{20,})/],
  ['a Vault token', /\b(hvs\.[\w-]{24,})/],
  ['a signed token', /\b(eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})/],
  ['a storage key', /\bAccountKey=([A-Za-z0-9+/]{40,}={0,2})/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"'<>]*:([^\s@/"']+)@[\w[$]/i],
];

// Every form has one of these: most texts are told from all forms at once.
const anyForm = /-----BEGIN|A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox|hooks\.slack\.com|AIza|k_live_|SG\.|npm_|dckr_pat_|hvs\.|eyJ|AccountKey=|:\/\//;
const shortestForm = 8;

const articles: Readonly<Record<CredentialKind, string>> = { password: 'a password', token: 'a token', secret: 'a secret', key: 'a key' };

/** What a value of this name is, such as `a password`; undefined where it is no credential. Never tells the value. */
export function credentialIn(name: string, value: string): string | undefined {
  const form = formOf(value);
  if (form !== undefined) return form;
  const kind = kindNamed(name);
  return kind !== undefined && isLiteral(value, kind) ? articles[kind] : undefined;
}

/** What a text holds by its form alone. */
export function formOf(text: string): string | undefined {
  if (text.length < shortestForm || !anyForm.test(text)) return undefined;
  return forms.find(([, form]) => {
    const found = form.exec(text);
    return found !== null && (found[1] === undefined || !(isReference(found[1]) || isPlaceholder(found[1]) || found[1].endsWith('EXAMPLE')));
  })?.[0];
}

const secretOf = new Set(['client', 'app', 'shared', 'jwt', 'session', 'cookie', 'webhook', 'signing', 'hmac', 'oauth', 'oauth2', 'consumer', 'api', 'auth', 'access', 'encryption']);
const keyOf = new Set(['api', 'secret', 'private', 'encryption', 'signing', 'master', 'account', 'auth', 'shared', 'session', 'cookie', 'hmac']);
const negations = new Set(['public', 'hash', 'checksum', 'digest', 'allow', 'enable', 'enabled', 'disable', 'disabled', 'require', 'use', 'empty', 'no', 'skip', 'reset', 'csrf']);

/** The kind of credential that a name announces: its last words decide, so `DB_PASSWORD_FILE` announces a file. */
export const kindNamed: (name: string) => CredentialKind | undefined = rememberMany(readKind);

function readKind(name: string): CredentialKind | undefined {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '');
  while (/^\d+$/.test(words.at(-1) ?? '')) words.pop();
  if (words.some((word) => negations.has(word))) return undefined;
  const [last = '', previous = '', third = ''] = words.toReversed();
  if (/(password|passwd|passphrase|pwd)$|^(require)?pass$/.test(last)) return 'password';
  if (last.endsWith('token')) return 'token';
  if (last === 'secret') return words.length === 1 || secretOf.has(previous) ? 'secret' : undefined;
  if (/^(api|secret|auth|signing|encryption)key$/.test(last)) return 'key';
  if (last === 'key') return keyOf.has(previous) || (previous === 'access' && third === 'secret') ? 'key' : undefined;
  return undefined;
}

const settings = /^(true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|required|optional|default|string|str|text|bool|boolean|int|hidden|redacted|todo|tbd|n\/a|basic|bearer)$/i;
const storeSchemes = /^(>>)?(vault|ref\+\w+|op|sm|ssm|kms|env|file|secret|secretref|awssm|awsssm|awssecret|gcpsm|gcpsecret|azurekv|azurekeyvault|arn|projects|keyvault|bao|sops)[:/]/i;

/** Whether a value is the credential itself: no setting, placeholder, reference, path, address or number of seconds. */
export function isLiteral(value: string, kind: CredentialKind): boolean {
  const bare = value.trim();
  if (bare.length < (kind === 'password' ? 3 : 6) || bare.includes('\n')) return false;
  if (settings.test(bare) || isPlaceholder(bare) || isReference(bare) || isPath(bare)) return false;
  if (/\s/.test(bare) && (kind !== 'password' || bare.split(/\s+/).length > 3)) return false;
  if (kind !== 'password' && /^\d+(\.\d+)?[a-z]{0,2}$/i.test(bare)) return false;
  // The name of a Secret object, as in `--cookie-secret=shop-cookie-secret`.
  return !(kind === 'secret' && /^[a-z0-9.-]+[.-](secrets?|tls|creds|credentials|token|keys?|certs?|config|auth)$/.test(bare));
}

function isPlaceholder(value: string): boolean {
  return /^<.*>$|^\[.*\]$|^(x{3,}|\*{3,}|\.{3,}|-+|_+)$|^(replace|insert|enter|fill|put)[-_ ]|^your[-_ ]|[-_ ]here$|^to[-_ ]?do\b/i.test(value);
}

/** Filled in elsewhere: a variable, a template, a path into a store of secrets, or a value encrypted for one. A hash is none either. */
function isReference(value: string): boolean {
  return /[$%]\(|\$\{|^\$\w|\{\{|^%\w+%$|`|^ENC[[(]|^@Microsoft\.KeyVault/i.test(value) || storeSchemes.test(value) || /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value);
}

function isPath(value: string): boolean {
  return /^(~|\.{0,2})\/[\w.@/-]*$|^[A-Za-z]:\\|^[a-z0-9._-]+(\/[a-z0-9._-]+)+$|^[a-z][a-z0-9+.-]*:\/\//.test(value);
}
