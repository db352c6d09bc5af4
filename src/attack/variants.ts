import type { Link } from '../engines/network/lanes.ts';
import { gap, type Gap } from '../model/gap.ts';

export const whichPodGap: Gap = gap('person', 'gap/which-pod', 'In which pod of the workload would an attacker be? Policies tell its pods apart by their labels: kubectl get pods -A --show-labels');

/** What all pods of a workload may send to, where policies tell them apart: whoever is in one that he did not choose has that for sure. */
export class Common {
  readonly #links: readonly Link[];
  readonly #adminSure: boolean;
  #byStart: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #doors = new Map<string, ReadonlySet<string>>();

  constructor(links: readonly Link[], adminSure: boolean) {
    this.#links = links;
    this.#adminSure = adminSure;
  }

  /** The points next to one of the starts from which no door leads that is not open to all of them. */
  of(starts: readonly (string | undefined)[]): readonly string[] {
    if (starts.includes(undefined)) return [];
    const reached = starts.map((start = '') => this.#doorsFrom(start));
    const next = new Set(starts.flatMap((start = '') => this.#next(start)));
    return [...next].filter((point) => {
      const doors = this.#doorsFrom(point);
      return doors.size > 0 && reached.every((all) => [...doors].every((door) => all.has(door)));
    });
  }

  #next(point: string): readonly string[] {
    this.#byStart ??= new Map([...Map.groupBy(this.#links.filter(({ opened, byAdmin }) => opened === undefined && (!byAdmin || this.#adminSure)), ({ from }) => from)].map(([from, links]) => [from, links.map(({ to }) => to)]));
    return this.#byStart.get(point) ?? [];
  }

  #doorsFrom(point: string): ReadonlySet<string> {
    if (point.startsWith('door ')) return new Set([point]);
    let found = this.#doors.get(point);
    if (!found) this.#doors.set(point, (found = new Set(this.#next(point).flatMap((each) => [...this.#doorsFrom(each)]))));
    return found;
  }
}
