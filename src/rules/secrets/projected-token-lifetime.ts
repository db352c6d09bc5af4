import { entries, fields, text } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { defineRule, type Rule } from '../define.ts';
import { withVolume } from '../examples.ts';

const day = 86_400;

function mountedVolumes({ containers }: Workload): ReadonlySet<string> {
  return new Set(containers.flatMap(({ spec }) => entries(spec['volumeMounts']).map(({ value }) => text(value['name']) ?? '')));
}

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'projected-token-lifetime',
  on: 'workload',
  title: 'Pod mounts a token that lasts longer than a day',
  why: 'The kubelet renews tokens by itself, so a long life serves nobody but the thief: a stolen token works that much longer, at the API server or wherever its audience is.',
  fix: 'Set expirationSeconds to 3600.',
  severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
  check: (workload) => {
    const projected = entries(workload.spec['volumes']).filter(({ value }) => fields(value['projected']));
    if (projected.length === 0) return [];
    const mounted = mountedVolumes(workload);
    return projected
      .filter(({ value }) => mounted.has(text(value['name']) ?? ''))
      .flatMap(({ index, value }) =>
        entries(fields(value['projected'])?.['sources']).flatMap(({ index: source, value: each }) => {
          const seconds = fields(each['serviceAccountToken'])?.['expirationSeconds'];
          if (typeof seconds !== 'number' || seconds <= day) return [];
          const path = ['volumes', index, 'projected', 'sources', source, 'serviceAccountToken', 'expirationSeconds'];
          return {
            message: `mounts a token that lasts ${Math.round(seconds / day)} days`,
            evidence: [workload.at(...path)] as const,
            expected: '3600',
            change: { target: workload.ref, title: 'Let the token expire after an hour', edits: [{ op: 'set' as const, path: [...workload.specPath, ...path], value: 3600 }], breaks: 'Programs that read the token once and never again.' },
          };
        }),
      );
  },
  examples: {
    bad: [withVolume('projected: {sources: [{serviceAccountToken: {path: token, audience: vault, expirationSeconds: 2592000}}]}')],
    good: [withVolume('projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 43200}}, {configMap: {name: ca}}]}')],
    unknown: [],
  },
});

export default rule;
