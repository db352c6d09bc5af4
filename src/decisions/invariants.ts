import type { EndChoice, Invariant } from '../model/invariant.ts';
import { readYaml } from '../lang/yaml/read.ts';
import { endChoiceOf, endHint } from './ends.ts';
import { FieldReader } from './fields.ts';
import type { Fault } from './file.ts';

const everybody: EndChoice = { text: 'any start', any: 'start', namespace: null };

/** Reads a file of invariants, or those of `glacis.yaml`. Everything that is wrong with it is a fault with its line. */
export function readInvariants(text: string, name: string): { readonly invariants: readonly Invariant[]; readonly faults: readonly Fault[] } {
  const { value, problems } = readYaml(text);
  if (problems.length > 0) return { invariants: [], faults: problems.map(({ line, message, remedy }) => ({ line, message, hint: remedy })) };
  const reader = new FieldReader(text);
  const root = reader.map(value, [], ['version', 'invariants', 'annotations', 'rules', 'exceptions', 'attestations']) ?? {};
  if (root['version'] !== undefined && root['version'] !== 1) reader.fault(['version'], `version is ${JSON.stringify(root['version'])}`, 'This version of glacis reads version: 1.');
  const invariants = invariantsOf(root['invariants'], name, reader);
  if (invariants.length === 0 && reader.faults.length === 0) reader.fault([], 'the file holds no invariants', 'invariants: is a list, each with from and to, or with only and reaches.');
  return { invariants, faults: reader.faults };
}

/** The list of a file that may hold other things as well. */
export function invariantsOf(value: unknown, file: string, reader: FieldReader): readonly Invariant[] {
  const all = reader.list(value, ['invariants']).map((each, index) => invariantOf(each, index, file, reader));
  const names = new Set<string>();
  all.forEach(({ name }, index) => {
    if (names.has(name)) reader.fault(['invariants', index, 'name'], `there are two invariants named ${name}`, 'Reports tell them apart by their names.');
    names.add(name);
  });
  return all;
}

function invariantOf(value: unknown, index: number, file: string, reader: FieldReader): Invariant {
  const path = ['invariants', index];
  const fields = reader.map(value, path, ['name', 'from', 'except', 'to', 'only', 'reaches', 'reason', 'owner']) ?? {};
  const written = (key: string): readonly EndChoice[] => ends(fields[key], [...path, key], reader);
  const [sides, is] = [['from', 'to', 'except'].filter((key) => fields[key] !== undefined), ['only', 'reaches'].filter((key) => fields[key] !== undefined)];
  if (sides.length > 0 && is.length > 0) reader.fault(path, `invariants[${index}] has ${sides.join(' and ')} and ${is.join(' and ')}`, 'Either from and to, or only and reaches.');
  const only = is.length > 0;
  for (const key of only ? ['only', 'reaches'] : ['from', 'to']) if (fields[key] === undefined) reader.fault(path, `invariants[${index}].${key} is missing`, only ? 'Such as: only: group:platform, reaches: cluster-admin' : 'Such as: from: internet, to: secrets in payments');
  const optional = (key: string): string | null => (fields[key] === undefined ? null : reader.text(fields[key], [...path, key], 'A text.'));
  const [from, except, to] = only ? [[everybody], written('only'), written('reaches')] : [written('from'), written('except'), written('to')];
  const called = optional('name') ?? (only ? `only ${words(except)} reaches ${words(to)}` : `no path from ${words(from)}${except.length === 0 ? '' : ` but ${words(except)}`} to ${words(to)}`);
  return { name: called, from, except, to, only, owner: optional('owner'), reason: optional('reason'), file, line: reader.lineOf(path) };
}

function words(choices: readonly EndChoice[]): string {
  return choices.map(({ text }) => text).join(', ');
}

function ends(value: unknown, path: readonly (string | number)[], reader: FieldReader): readonly EndChoice[] {
  return reader.texts(value, path, endHint).flatMap((text) => {
    if (text === '') return [];
    const choice = endChoiceOf(text);
    if (typeof choice !== 'string') return [choice];
    reader.fault(path, choice, endHint);
    return [];
  });
}
