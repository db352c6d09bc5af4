import type { AnyRule } from './define.ts';
import { themes } from './themes.ts';

/** Themes that a scan leaves out unless they are asked for: what keeps a service running, beside what keeps it safe. */
export const optionalThemes: ReadonlySet<string> = new Set(['reliability']);

/** The rules of a scan: all that are of security, and those of the optional themes that were named. */
export function rulesOf(rules: readonly AnyRule[], themesAsked: Iterable<string> = []): readonly AnyRule[] {
  const asked = new Set(themesAsked);
  return rules.filter(({ id }) => {
    const theme = themes[id] ?? '';
    return !optionalThemes.has(theme) || asked.has(theme);
  });
}
