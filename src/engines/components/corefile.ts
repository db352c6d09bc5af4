/** One plug-in of a server block, with its own block. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** Line in the Corefile, from 1. */
  readonly line: number;
  readonly block: readonly Directive[];
}

/** One server block: the zones it answers for, and its plug-ins. */
export interface ServerBlock {
  readonly zones: readonly string[];
  readonly directives: readonly Directive[];
}

interface Token {
  readonly text: string;
  readonly line: number;
  readonly first: boolean;
}

/**
 * Reads a Corefile: words by line, blocks in braces, comments from `#`, double quotes around words with spaces.
 * `{$NAME}` stays as written. What does not fit is left out, never an error.
 */
export function parseCorefile(content: string): readonly ServerBlock[] {
  const tokens = tokensOf(content);
  const blocks: ServerBlock[] = [];
  let next = 0;
  while (next < tokens.length) {
    const zones: string[] = [];
    while (next < tokens.length && tokens[next]?.text !== '{') zones.push((tokens[next++]?.text ?? '').replace(/,$/, ''));
    if (next >= tokens.length) break;
    const [directives, after] = directivesFrom(tokens, next + 1);
    blocks.push({ zones, directives });
    next = after;
  }
  return blocks;
}

/** The directives up to the closing brace, and the index behind it. */
function directivesFrom(tokens: readonly Token[], start: number): readonly [readonly Directive[], number] {
  const found: Directive[] = [];
  let next = start;
  while (next < tokens.length) {
    const token = tokens[next];
    if (!token || token.text === '}') break;
    next++;
    const args: string[] = [];
    while (tokens[next] && tokens[next]?.first === false && tokens[next]?.text !== '{' && tokens[next]?.text !== '}') args.push(tokens[next++]?.text ?? '');
    let block: readonly Directive[] = [];
    if (tokens[next]?.text === '{') [block, next] = directivesFrom(tokens, next + 1);
    found.push({ name: token.text, args, line: token.line, block });
  }
  return [found, next + 1];
}

function tokensOf(content: string): readonly Token[] {
  return content.split(/\r?\n/).flatMap((text, index) => {
    const words = text.match(/"(?:[^"\\]|\\.)*"|#.*|[^\s"#]\S*/g) ?? [];
    const comment = words.findIndex((word) => word.startsWith('#'));
    return (comment < 0 ? words : words.slice(0, comment)).map((word, position) => ({ text: word.replaceAll(/^"|"$/g, ''), line: index + 1, first: position === 0 }));
  });
}
