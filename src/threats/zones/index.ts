import type { ThreatResult } from '../../model/assessment.ts';
import { trustRanks, type Picture, type Zone } from '../../model/zone.ts';
import type { Context } from '../../rules/context.ts';
import { machineZones } from './machines.ts';
import { ThreatMarks } from './marks.ts';
import { namespaceZones } from './namespaces.ts';
import { outsideZones } from './outside.ts';

/** The zones of the cluster by trust, made when a report asks for them: most reports do not. */
export function pictureOf(context: Context, threats: readonly ThreatResult[]): Picture {
  return new LazyPicture(context, threats);
}

class LazyPicture implements Picture {
  #zones: readonly Zone[] | undefined;
  readonly #make: () => readonly Zone[];

  constructor(context: Context, threats: readonly ThreatResult[]) {
    this.#make = () => {
      const marks = new ThreatMarks(threats);
      const zones = [...outsideZones(context, marks), ...namespaceZones(context, marks), ...machineZones(context, marks)];
      return trustRanks.flatMap((rank) => zones.filter((each) => each.rank === rank));
    };
  }

  get zones(): readonly Zone[] {
    return (this.#zones ??= this.#make());
  }

  toJSON(): Picture {
    return { zones: this.zones };
  }
}
