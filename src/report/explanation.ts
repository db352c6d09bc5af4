/** What a text of `glacis explain` is about. */
export type TopicKind = 'rule' | 'threat' | 'technique' | 'recommendation' | 'component' | 'word' | 'standard' | 'severity' | 'gap' | 'finding';

/** One thing explained: the same for the terminal, for JSON and for the pages of the documentation. */
export interface Explanation {
  readonly id: string;
  readonly kind: TopicKind;
  readonly title: string;
  /** Short marks under the title: category, severity, section. */
  readonly tags: readonly string[];
  /** Why it matters; empty where the sections say all. */
  readonly text: string;
  readonly sections: readonly Section[];
}

/** One headed part: prose, a list whose ids lead on, a table, or text that keeps its lines. */
export type Section = { readonly heading: string } & (
  | { readonly text: string }
  | { readonly items: readonly Item[] }
  | { readonly rows: readonly (readonly string[])[]; /** For formats that need one. */ readonly head: readonly string[] }
  | { readonly code: readonly string[]; readonly language: 'yaml' | 'diff' | 'text' }
);

export interface Item {
  /** An id that `glacis explain` takes, or a place. */
  readonly id: string;
  readonly text: string;
}

/** Sections that say nothing are left out, so that a heading never stands alone. */
export function filled(sections: readonly (Section | undefined)[]): readonly Section[] {
  return sections.filter((section) => section !== undefined && !isEmpty(section)) as Section[];
}

function isEmpty(section: Section): boolean {
  if ('text' in section) return section.text === '';
  if ('items' in section) return section.items.length === 0;
  return 'rows' in section ? section.rows.length === 0 : section.code.length === 0;
}
