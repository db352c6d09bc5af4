import { text } from '../../cluster/read.ts';
import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'deprecated-service-account-field',
  on: 'workload',
  title: 'Pod names its service account by the old field',
  why: 'Tools and reviewers look at serviceAccountName and take the pod for one of the default account. Where both are set and differ, serviceAccountName counts.',
  fix: 'Write serviceAccountName and leave serviceAccount out.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (workload) => {
    const former = text(workload.spec['serviceAccount']) ?? '';
    const name = text(workload.spec['serviceAccountName']) ?? '';
    // The API server fills in both with one name when it stores a pod.
    if (former === '' || former === name) return [];
    return [
      {
        message: name === '' ? `names its account by serviceAccount (${former})` : `names two accounts, of which ${name} counts`,
        evidence: [workload.at('serviceAccount')],
        expected: 'serviceAccountName',
        change: {
          target: workload.ref,
          title: 'Name the service account by serviceAccountName',
          edits: [
            { op: 'set', path: [...workload.specPath, 'serviceAccountName'], value: name === '' ? former : name },
            { op: 'remove', path: [...workload.specPath, 'serviceAccount'] },
          ],
          breaks: 'Nothing: both mean the same.',
        },
      },
    ];
  },
  examples: {
    bad: [inPod('serviceAccount: app'), inPod('serviceAccount: app\nserviceAccountName: other')],
    good: [inPod('serviceAccountName: app'), inPod('serviceAccountName: app\nserviceAccount: app')],
    unknown: [],
  },
});

export default rule;
