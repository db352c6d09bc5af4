import { flagNamed, flagsOf, type FlagComponent } from '../../knowledge/flags/index.ts';
import { map, type Fact } from '../../model/fact.ts';
import type { Component, Setting } from './component.ts';

const words: Readonly<Record<string, string>> = { '1': 'true', t: 'true', T: 'true', TRUE: 'true', True: 'true', '0': 'false', f: 'false', F: 'false', FALSE: 'false', False: 'false' };

/** The value as the component understands it: an empty one is not set, and a boolean has more than one spelling. */
export function valueOf(component: Component, name: string, { value }: Setting): string | null {
  if (value === null || value === '') return null;
  const row = component.id in flagsOf ? flagNamed(component.id as FlagComponent, name) : undefined;
  return row?.type === 'boolean' ? (words[value] ?? value) : value;
}

/** The value in force of one setting. */
export function valueIn(component: Component, name: string): Fact<string | null> {
  return map(component.setting(name), (setting) => valueOf(component, name, setting));
}

/** The parts of a list as a command line writes it. */
export function listOf(value: string | null): readonly string[] {
  return (value ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
}
