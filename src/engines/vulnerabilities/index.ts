import { vulnerabilitiesOf, type Vulnerability } from '../../knowledge/vulnerabilities/index.ts';
import { compareReleases, fixedBy, parseRelease } from '../../lang/release.ts';
import { all, known, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { parseImage } from '../images/reference.ts';
import { holds, type Place } from './conditions.ts';

export type { Place } from './conditions.ts';

/** The known flaws of one version of a program. */
export interface Flaws {
  readonly flaws: readonly Vulnerability[];
  /** The release of the same line that mends all of them. */
  readonly fixed: string;
}

/** Distributions, and counts of builds, that stand for the releases of the makers without fixes of their own. */
const faithful = /^(k3s|rke2|\d+$)/;

/** The version that the tag of an image says; undefined where it says none. */
export function versionInTag(image: string): string | undefined {
  const tag = parseImage(image)?.tag;
  return tag !== undefined && parseRelease(tag) ? tag : undefined;
}

const none: Fact<Flaws> = known({ flaws: [], fixed: '' });

/** The flaws of a program at a version that are of use where it runs. Unknown where only flaws are left that nobody can decide from here. */
export function flawsOf(program: string, version: string, place: Place): Fact<Flaws> {
  const release = parseRelease(version);
  if (!release) return unknown(versionOf(program, version));
  const affecting = vulnerabilitiesOf(program).flatMap((flaw) => {
    const fixed = fixedBy(release, flaw.ranges);
    return fixed === undefined ? [] : [{ flaw, fixed }];
  });
  if (affecting.length === 0) return none;
  if (release.vendor !== undefined && !faithful.test(release.vendor)) return unknown(vendorGap(program, version));
  const certain: typeof affecting = [];
  const gaps: Gap[] = [];
  for (const each of affecting) {
    const met = all(...(each.flaw.needs ?? []).map((condition) => holds(condition, each.flaw.id, place)));
    if (!met.known) gaps.push(...met.gaps);
    else if (met.value) certain.push(each);
  }
  const [first, ...more] = gaps;
  if (certain.length === 0) return first ? unknown(first, ...more) : none;
  return known({ flaws: certain.map(({ flaw }) => flaw), fixed: certain.map(({ fixed }) => fixed).reduce(later) });
}

/** Whether a version has one flaw, by its number alone; unknown where its packager may have mended it, and where the last number is missing and decides. */
export function hasFlaw(program: string, id: string, version: string): Fact<boolean> {
  const flaw = vulnerabilitiesOf(program).find((each) => each.id === id);
  if (!flaw) throw new Error(`no such flaw: ${id} of ${program}`);
  const release = parseRelease(version);
  if (!release) return unknown(versionOf(program, version));
  const [first, last] = release.numbers.length > 2 ? [release, release] : [{ ...release, numbers: [...release.numbers, 0] }, { ...release, numbers: [...release.numbers, Infinity] }];
  const [early, late] = [first, last].map((each) => fixedBy(each, flaw.ranges) !== undefined);
  if (early !== late) return unknown(versionOf(program, version));
  if (!early || release.vendor === undefined || faithful.test(release.vendor)) return known(early === true);
  return unknown(vendorGap(program, version));
}

function versionOf(program: string, version: string): Gap {
  return gap('registry', `gap/program-version/${program}`, `Which version of ${program} is ${version}?`);
}

function vendorGap(program: string, version: string): Gap {
  return gap('person', `gap/vendor-fixes/${program}`, `Which published flaws did the maker of ${program} ${version} mend under that number? Its own list of advisories tells.`);
}

function later(a: string, b: string): string {
  const [left, right] = [parseRelease(a), parseRelease(b)];
  return left && right && compareReleases(left, right) < 0 ? b : a;
}
