import { kernelVulnerabilities, type Vulnerability } from '../../knowledge/vulnerabilities/index.ts';
import { compareReleases, fixedBy, parseRelease } from '../../lang/release.ts';

/** The flaws of a Linux kernel by the number of its release. Distributions mend flaws without changing it: each is possible, none is proved. */
export function kernelFlaws(kernelVersion: string): readonly Vulnerability[] | undefined {
  // Thousands of nodes run a handful of kernels.
  if (!told.has(kernelVersion)) {
    if (told.size >= mostTold) told.clear();
    told.set(kernelVersion, flawsByNumber(kernelVersion));
  }
  return told.get(kernelVersion);
}

const mostTold = 1000;
const told = new Map<string, readonly Vulnerability[] | undefined>();

function flawsByNumber(kernelVersion: string): readonly Vulnerability[] | undefined {
  const [numbers] = /^\d+\.\d+(\.\d+)?/.exec(kernelVersion) ?? [];
  const release = numbers === undefined ? undefined : parseRelease(numbers);
  if (!release) return undefined;
  const branch = release.numbers.slice(0, 2).join('.');
  return kernelVulnerabilities.filter(({ ranges, stable = '' }) => {
    const written = stable.split(' ').find((each) => each.startsWith(`${branch}=`))?.slice(branch.length + 1);
    const fixed = written === undefined ? undefined : parseRelease(written);
    return fixed ? compareReleases(release, fixed) < 0 : fixedBy(release, ranges) !== undefined;
  });
}
