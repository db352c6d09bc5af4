import { text, texts } from '../cluster/read.ts';
import type { Component } from '../engines/components/component.ts';
import type { Change } from '../model/change.ts';
import { valueAt, type Path } from '../model/object.ts';

/**
 * The edit of the component's command line that gives a flag a value. None where the flags stand in a script, where the value
 * is a word of its own, or where no pod shows the component: a person has to look there.
 */
export function flagChange(component: Component, flag: string, value: string, breaks: string): Change | undefined {
  const { workload } = component;
  const container = component.container;
  if (!workload || !container) return undefined;
  const word = `${flag}=${value}`;
  const written = component.at(flag).path;
  const edit = written.at(-1) === flag ? appended(container.at('command').path, container.spec, word) : replaced(workload.object, written, flag, word);
  if (!edit) return undefined;
  return {
    target: workload.ref,
    title: `Set ${word} for ${component.id}`,
    edits: [edit],
    breaks: workload.mirror ? `${breaks} Edit the static pod's file on each control-plane node (the mirror pod only shows it); ${component.id} restarts.` : `${breaks} ${component.id} restarts.`,
  };
}

function appended(command: Path, spec: Readonly<Record<string, unknown>>, word: string): Change['edits'][number] | undefined {
  const list = ['args', 'command'].find((name) => texts(spec[name]).some((each) => each.startsWith('--'))) ?? (texts(spec['args']).length > 0 ? 'args' : 'command');
  const there = texts(spec[list]);
  if (there.length === 0 || there.some((each) => /\s/.test(each))) return undefined;
  return { op: 'append', path: [...command.slice(0, -1), list], value: word };
}

function replaced(object: object, path: Path, flag: string, word: string): Change['edits'][number] | undefined {
  const position = path.at(-1);
  const seen = text(valueAt(object, path));
  if (typeof position !== 'number' || seen === undefined || /\s/.test(seen)) return undefined;
  const next = text(valueAt(object, [...path.slice(0, -1), position + 1]));
  const whole = seen.startsWith(`${flag}=`) || (seen === flag && (next === undefined || next.startsWith('-')));
  return whole ? { op: 'set', path, value: word } : undefined;
}
