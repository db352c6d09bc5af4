import { rules } from '../rules/registry.ts';
import { exit } from './exit.ts';
import { print } from './print.ts';

/** `glacis rules`: one line a rule. */
export function listRules(): number {
  const width = Math.max(...rules.map(({ id }) => id.length));
  print(`${rules.map(({ id, title }) => `${id.padEnd(width)}  ${title}`).join('\n')}\n`);
  return exit.done;
}
