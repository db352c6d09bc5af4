import { classesOf, mentionsOf, type Mentions, type PodClass } from './classes.ts';
import { ClassSets } from './class-sets.ts';
import type { PodEnd } from './ends.ts';
import { intersect, union, type Intervals } from './intervals.ts';
import { usualReading, type Reading } from './match.ts';
import type { Policy } from './policy.ts';
import { PolicyIndex } from './selecting.ts';
import { overlap, portsAt, SideReader, type Side } from './sides.ts';
import { SourceLists, type Sources } from './sources.ts';
import { Tiers } from './tiers.ts';

interface Before {
  readonly of: Reachability;
  readonly touched: readonly Policy[];
}

/**
 * Which class of pods reaches which on at least one port, for all pairs at once. Destinations that no NetworkPolicy isolates are
 * decided by the source's side and by the policies of administrators; for each of the others the sources that reach it are
 * listed, which are few where policies isolate.
 */
export class Reachability {
  readonly classes: readonly PodClass[];
  readonly #pods: readonly PodEnd[];
  readonly #reading: Reading;
  readonly #index: PolicyIndex;
  readonly #mentions: Mentions;
  readonly #sets: ClassSets;
  readonly #tiers: Tiers;
  readonly #egress: Side[];
  readonly #ingress: Side[];
  /** Undefined where no NetworkPolicy isolates the class. */
  readonly #sources: (Sources | undefined)[];

  private constructor(pods: readonly PodEnd[], index: PolicyIndex, reading: Reading, before?: Before) {
    this.#pods = pods;
    this.#reading = reading;
    this.#index = index;
    this.#mentions = before ? before.of.#mentions : mentionsOf(index.policies);
    this.classes = before ? before.of.classes : classesOf(pods, this.#mentions, reading);
    this.#sets = before ? before.of.#sets : new ClassSets(this.classes, reading);
    this.#tiers = before ? before.of.#tiers : new Tiers(this.classes, this.#sets, index, reading);
    this.#egress = before ? [...before.of.#egress] : [];
    this.#ingress = before ? [...before.of.#ingress] : [];
    this.#sources = before ? [...before.of.#sources] : [];
    const affected = before ? this.#sets.selectedBy(before.touched.map(({ subject }) => subject)) : this.#sets.all.ids;
    const sides = new SideReader(this.#sets, this.classes, index, reading);
    for (const id of affected) {
      const each = this.classes[id];
      if (each) [this.#egress[id], this.#ingress[id]] = sides.of(each);
    }
    const lists = new SourceLists(this.#egress, this.#ingress, this.#tiers);
    for (const to of affected) this.#sources[to] = lists.reaching(this.#ingress[to], to);
    if (before) this.#relist(affected, lists);
  }

  static of(pods: readonly PodEnd[], policies: readonly Policy[], reading: Reading = usualReading): Reachability {
    return new Reachability(pods.filter(({ finished }) => !finished), new PolicyIndex(policies), reading);
  }

  /**
   * The same with some policies taken out and others put in. Only what they select is worked out again, unless they tell pods
   * apart that were alike, or are those of administrators, which reach everywhere.
   */
  changed(removed: readonly Policy[], added: readonly Policy[]): Reachability {
    const index = this.#index.changed(removed, added);
    const touched = [...removed, ...added];
    if (touched.some(({ tier }) => tier !== 'namespace') || !coveredBy(mentionsOf(added), this.#mentions)) return new Reachability(this.#pods, index, this.#reading);
    return new Reachability(this.#pods, index, this.#reading, { of: this, touched });
  }

  reaches(from: number, to: number): boolean {
    const sources = this.#sources[to];
    if (sources) return sources.has(from);
    const { freeToFree, heldToFree, outToFree } = this.#tiers.cell(this.#tiers.of(from), this.#tiers.of(to));
    const side = this.#egress[from];
    return side ? heldToFree || side.some(({ classes, ports }) => overlap(ports, outToFree) && classes.has(to)) : freeToFree;
  }

  ports(from: number, to: number): Intervals {
    const { egress, ingress } = this.#tiers.cell(this.#tiers.of(from), this.#tiers.of(to));
    const [out, into] = [this.#egress[from], this.#ingress[to]];
    return intersect(
      out ? union(egress.allow, intersect(egress.onward, portsAt(out, to))) : egress.otherwise,
      into ? union(ingress.allow, intersect(ingress.onward, portsAt(into, from))) : ingress.otherwise,
    );
  }

  /** Pairs of classes, and of pods, with a connection. */
  count(): Reached {
    const weights = Float64Array.from(this.classes, ({ pods }) => pods.length);
    const weigh = (ids: Iterable<number>): Reached => {
      const reached = { classes: 0, pods: 0 };
      for (const id of ids) {
        reached.classes++;
        reached.pods += weights[id] ?? 0;
      }
      return reached;
    };
    let [classes, pods] = [0, 0];
    const open = [...this.#sets.all.ids].filter((to) => !this.#sources[to]);
    const bySide = new Map<Side, Map<number, Reached>>();
    for (let from = 0; from < this.classes.length; from++) {
      const [side, type] = [this.#egress[from], this.#tiers.of(from)];
      let byType = bySide.get(side);
      if (!byType) bySide.set(side, (byType = new Map()));
      let reached = byType.get(type);
      if (!reached) byType.set(type, (reached = weigh(this.#openTo(side, type, open))));
      classes += reached.classes;
      pods += reached.pods * (weights[from] ?? 0);
    }
    const bySet = new Map<object, Reached>();
    this.#sources.forEach((sources, to) => {
      for (const set of sources?.disjoint() ?? []) {
        const reaching = bySet.get(set) ?? weigh(set.ids);
        bySet.set(set, reaching);
        classes += reaching.classes;
        pods += reaching.pods * (weights[to] ?? 0);
      }
    });
    return { classes, pods };
  }

  /** Destinations that no NetworkPolicy isolates, reached from sources of one side and type. */
  #openTo(side: Side, type: number, open: readonly number[]): Iterable<number> {
    const cellTo = (to: number): ReturnType<Tiers['cell']> => this.#tiers.cell(type, this.#tiers.of(to));
    if (!side) return open.filter((to) => cellTo(to).freeToFree);
    const led = side.flatMap(({ classes, ports }) => [...classes.ids].filter((to) => !this.#sources[to] && overlap(ports, cellTo(to).outToFree)));
    const anyway = this.#tiers.silent ? [] : open.filter((to) => cellTo(to).heldToFree);
    return new Set([...led, ...anyway]);
  }

  /** Sources that changed their side, in the lists of destinations that did not. */
  #relist(affected: Iterable<number>, lists: SourceLists): void {
    const changed = new Set(affected);
    this.#ingress.forEach((side, to) => {
      if (!side || changed.has(to)) return;
      // Without policies of administrators only a source that the destination's own policies name can make a difference.
      const touches = !this.#tiers.silent || side.some(({ classes }) => classes.meets(changed));
      const differs = touches && [...changed].some((from) => (this.ports(from, to).length > 0) !== (this.#sources[to]?.has(from) ?? false));
      if (differs) this.#sources[to] = lists.reaching(side, to);
    });
  }
}

interface Reached {
  readonly classes: number;
  readonly pods: number;
}

function coveredBy(some: Mentions, known: Mentions): boolean {
  const within = [...some.within].every(([namespace, keys]) => [...keys].every((key) => known.everywhere.has(key) || known.within.get(namespace)?.has(key) === true));
  const blocks = new Set(known.blocks.map((block) => blockText(block)));
  return within && [...some.everywhere].every((key) => known.everywhere.has(key)) && [...some.portNames].every((name) => known.portNames.has(name)) && some.blocks.every((block) => blocks.has(blockText(block))) && (known.nodes || !some.nodes);
}

function blockText({ range, except }: Mentions['blocks'][number]): string {
  return [range, ...except].map(({ family, from, to }) => `${family}:${from}-${to}`).join('!');
}
