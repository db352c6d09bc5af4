import { releaseOf, supportedOn } from '../../knowledge/releases.ts';
import { evidence } from '../../model/evidence.ts';
import { chain, known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'kubernetes-version',
  on: 'cluster',
  title: 'Kubernetes version gets no more fixes',
  why: 'Flaws that are found from now on stay open, and published ones come with instructions.',
  fix: 'Upgrade the control plane minor by minor, then the nodes.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness', spread: 'cluster' },
  check: ({ ref }, { cluster, today }) =>
    chain(cluster.version, ({ minor, text }): Fact<readonly Breach[]> => {
      const supported = supportedOn(minor, today.toISOString().slice(0, 10));
      if (supported === undefined) return unknown(gap('version', `gap/release/1.${minor}`, `Is Kubernetes 1.${minor} still supported? This version of Glacis does not know that release.`));
      const until = releaseOf(minor);
      return known(supported || !until ? [] : [{ message: `runs ${text}, which gets no more fixes`, evidence: [evidence(ref, ['version'], text)], expected: 'a supported minor' }]);
    }),
  examples: {
    bad: ['serverVersion: {gitVersion: v1.29.3}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n'],
    good: ['serverVersion: {gitVersion: v1.37.2}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n'],
    unknown: ['apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n'],
  },
});

export default rule;
