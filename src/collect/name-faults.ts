import type { FieldForm } from '../model/snapshot.ts';
import { fields, text, type Fields } from './read.ts';

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const value = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const data = /^[-._a-zA-Z0-9]+$/;

const isForm: Readonly<Record<FieldForm, (written: string) => boolean>> = {
  'DNS label': (written) => written.length <= 63 && label.test(written),
  'DNS name': (written) => written.length <= 253 && subdomain.test(written),
  'path segment': (written) => !/[/%]/.test(written) && written !== '.' && written !== '..',
  'name of a CronJob': (written) => written.length <= 52 && subdomain.test(written),
  'label value': (written) => written.length <= 63 && value.test(written),
  'label key': isQualified,
  'port name': (written) => written.length <= 15 && label.test(written) && /[a-z]/.test(written) && !written.includes('--'),
  'data key': (written) => written.length <= 253 && data.test(written) && written !== '.' && !written.startsWith('..'),
};

/** `example.com/name`: a DNS name and a name of 63 characters at most, or the name alone. */
function isQualified(written: string): boolean {
  const slash = written.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, written] : [written.slice(0, slash), written.slice(slash + 1)];
  return (prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix))) && name !== '' && name.length <= 63 && value.test(name);
}

/** Where a name stands below an object of the type, and the form that it has to have. */
export type FoundForm = (path: readonly string[], form: FieldForm) => void;

/** What is wrong with the names in an object of a type, itself and no deeper. */
export function nameFaults(map: Fields, type: string, found: FoundForm): void {
  const check = (path: readonly string[], written: unknown, form: FieldForm): void => {
    if (typeof written === 'string' && !isForm[form](written)) found(path, form);
  };
  const keys = (field: string, form: FieldForm, lower = false): void => {
    for (const key in fields(map[field])) check([field, key], lower ? key.toLowerCase() : key, form);
  };
  const labels = (field: string): void => {
    keys(field, 'label key');
    for (const [key, each] of Object.entries(fields(map[field]) ?? {})) check([field, key], each, 'label value');
  };
  switch (type) {
    case 'meta.v1.ObjectMeta':
      labels('labels');
      keys('annotations', 'label key', true);
      return check(['namespace'], text(map['namespace']) === '' ? undefined : map['namespace'], 'DNS label');
    case 'meta.v1.LabelSelector':
      return labels('matchLabels');
    case 'core.v1.PodSpec':
      return labels('nodeSelector');
    case 'core.v1.Container':
    case 'core.v1.Volume':
      return check(['name'], map['name'], 'DNS label');
    case 'core.v1.ContainerPort':
      return check(['name'], map['name'] === '' ? undefined : map['name'], 'port name');
    case 'core.v1.ConfigMap':
    case 'core.v1.Secret':
      for (const field of ['data', 'binaryData', 'stringData']) keys(field, 'data key');
  }
}

const ofKinds: Readonly<Record<string, FieldForm>> = { 'core.v1.Namespace': 'DNS label', 'core.v1.Service': 'DNS label', 'batch.v1.CronJob': 'name of a CronJob' };

/** The form of the name of an object of a kind, by its type. */
export function nameForm(type: string): FieldForm {
  return ofKinds[type] ?? (type.startsWith('rbac.v1.') ? 'path segment' : 'DNS name');
}

export function isOfForm(written: string, form: FieldForm): boolean {
  return isForm[form](written);
}
