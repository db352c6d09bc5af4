import type { Lanes, Link } from '../engines/network/lanes.ts';

/** Where the packets of a class of pods start. */
export interface Sender {
  /** Undefined where they arrive nowhere. */
  readonly from: string | undefined;
  /** Once the policies of its namespace are out of the way. Undefined where that leads nowhere else. */
  readonly freed: string | undefined;
}

/** Ways of packets in which classes that may send to the same places share a start: most pods may send to most places. */
export interface Sending {
  readonly links: readonly Link[];
  /** @param id of a class of pods */
  readonly senderOf: (id: number) => Sender | undefined;
}

export function sendersTogether(links: Iterable<Link>, { classes }: Pick<Lanes, 'classes'>): Sending {
  const byStart = Map.groupBy(links, ({ from }) => from);
  const [alike, senders] = [new Map<string, Sender>(), new Map<number, Sender>()];
  for (const { id, pod } of classes) {
    const [from, freed] = [`from ${id}`, `freed ${id}`];
    const [going, onceFreed] = [endsOf(byStart.get(from)), endsOf(byStart.get(freed))];
    // Who is freed in one namespace is still held back in another.
    const key = onceFreed === '' ? going : `${pod.namespace.name}\n\n${going}\n\n${onceFreed}`;
    const known = alike.get(key);
    if (known) {
      byStart.delete(from);
      byStart.delete(freed);
    } else {
      alike.set(key, { from: key === '' ? undefined : from, freed: onceFreed === '' ? undefined : freed });
    }
    senders.set(id, alike.get(key) ?? { from, freed });
  }
  return { links: [...byStart.values()].flat(), senderOf: (id) => senders.get(id) };
}

function endsOf(links: readonly Link[] = []): string {
  return links.map(({ to, byAdmin }) => (byAdmin ? `${to} by administrators` : to)).join('\n');
}
