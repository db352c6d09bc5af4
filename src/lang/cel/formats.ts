import type { Environment } from '@marcbachmann/cel-js';
import { Failed, Unsupported } from './outcome.ts';
import { bound } from './strings.ts';

class Formats {}

class Format {
  readonly accepts: (text: string) => boolean;
  constructor(accepts: (text: string) => boolean) {
    this.accepts = accepts;
  }
}

/** What `validate` gives: Kubernetes' messages are not copied, so only whether there are any can be asked. */
class Faults {
  readonly any: boolean;
  constructor(any: boolean) {
    this.any = any;
  }
}

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

/** A prefix may end in a dash, since more follows. */
function unended(text: string): string {
  return text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text;
}

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return year !== '' && !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  dns1123Label: (text) => label.test(text),
  dns1123Subdomain: isSubdomain,
  dns1035Label: (text) => /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text),
  qualifiedName: (text) => {
    const parts = text.split('/');
    const [name = '', prefix] = parts.toReversed();
    return parts.length <= 2 && qualified.test(name) && (prefix === undefined || (prefix !== '' && isSubdomain(prefix)));
  },
  labelValue: (text) => text === '' || qualified.test(text),
  dns1123LabelPrefix: (text) => label.test(unended(text)),
  dns1123SubdomainPrefix: (text) => isSubdomain(unended(text)),
  dns1035LabelPrefix: (text) => /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(unended(text)),
  date: isDate,
  uuid: (text) => /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(text),
};

export function registerFormats(environment: Environment): void {
  const { registerFunction } = bound(environment);
  environment.registerType('Formats', Formats).registerType('Format', Format).registerType('Faults', Faults).registerConstant('format', 'Formats', new Formats());
  for (const [name, accepts] of Object.entries(formats)) registerFunction(`Formats.${name}(): Format`, () => new Format(accepts));
  registerFunction('Format.validate(string): Faults', ({ accepts }: Format, text: string) => new Faults(!accepts(text)));
  registerFunction('Faults.hasValue(): bool', ({ any }: Faults) => any);
  registerFunction('Faults.value(): list<string>', ({ any }: Faults) => {
    if (any) throw new Unsupported('the messages of format.validate are not evaluated here');
    throw new Failed('optional.none() dereference');
  });
}
