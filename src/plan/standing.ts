import { Bitset, type Certainty } from '../graph/index.ts';
import type { Candidate } from './candidate.ts';
import type { Cutter } from './cutter.ts';
import { survivors, type Demand, type Survivor } from './search.ts';

/**
 * The paths that stand in the first graph with some changes made, as far as these take away what they say: one for each demand
 * that is left. Changes only take away, so a path that one more leaves alone need not be looked for again.
 */
export class Standing {
  readonly starts: number;
  readonly pairs: number;
  readonly #cutter: Cutter;
  readonly #certainty: Certainty;
  readonly #made: ReadonlySet<string>;
  readonly #paths: readonly Survivor[];

  private constructor(cutter: Cutter, certainty: Certainty, made: ReadonlySet<string>, paths: readonly Survivor[]) {
    this.#cutter = cutter;
    this.#certainty = certainty;
    this.#made = made;
    this.#paths = paths;
    this.pairs = paths.length;
    this.starts = new Set(paths.map(({ demand }) => demand.from)).size;
  }

  /** Before any change. */
  static of(cutter: Cutter, demands: readonly Demand[], certainty: Certainty): Standing {
    return new Standing(cutter, certainty, new Set(), survivors(cutter.first, demands, certainty));
  }

  /** With one more change. */
  with({ id }: Candidate): Standing {
    const cutter = this.#cutter;
    const { first } = cutter;
    const made = new Set([...this.#made, id]);
    const stands = ({ steps }: Survivor): boolean => !steps.some((step) => cutter.of(first, step).some((each) => made.has(each)));
    let [paths, cut] = parted(this.#paths, stands);
    // What is found may lead over steps that were not looked at before.
    while (cut.length > 0) {
      const without = Bitset.of(first.graph.steps, cutter.stepsCutBy(first, made));
      const [found, still] = parted(survivors(first, cut.map(({ demand }) => demand), this.#certainty, without), stands);
      paths = [...paths, ...found];
      cut = still;
    }
    return new Standing(cutter, this.#certainty, made, paths);
  }
}

function parted<T>(all: readonly T[], holds: (each: T) => boolean): readonly [yes: readonly T[], no: readonly T[]] {
  const { yes = [], no = [] } = Object.groupBy(all, (each) => (holds(each) ? 'yes' : 'no'));
  return [yes, no];
}
