import { imageVerifiers } from '../../engines/images/verification.ts';
import { evidence } from '../../model/evidence.ts';
import { assumed, chain, known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { documents, inContainer } from '../examples.ts';
import { withFlags } from '../flag-examples.ts';
import { apiserverRuns } from '../image-gate.ts';

const verificationGap = gap('api', 'gap/image-verification', 'Which policies verify images? kubectl get clusterpolicies,imagevalidatingpolicies,clusterimagepolicies -A -o json');

const pod = documents(inContainer('stdin: true'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n');
const sigstore = (mode: string): string => `apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: signed}\nspec: {mode: ${mode}}\n`;

const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'image-verification',
  on: 'cluster',
  title: 'Nothing verifies images before they run',
  why: 'Whoever gets hold of one account that may push, or of the pipeline, puts an image in the registry that nobody built, and the cluster runs it. A scan or a review of the real image does not help.',
  fix: 'Sign images in the pipeline and verify the signature at admission, by ImageValidatingPolicy of Kyverno, policy-controller of sigstore or the ImagePolicyWebhook plug-in. Report first, then refuse: images that are not signed do not start any more.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness', spread: 'cluster' },
  appliesTo: (_subject, { cluster }) => cluster.workloads.length > 0,
  check: ({ ref }, context) =>
    chain(apiserverRuns('ImagePolicyWebhook', context), (webhook): Fact<readonly Breach[]> => {
      const verifiers = imageVerifiers(context.cluster);
      const enforcing = verifiers.find(({ enforces }) => enforces);
      if (webhook || enforcing) return known([], ...(enforcing ? [enforcing.shown] : []));
      const [reporting] = verifiers;
      if (reporting) return known([{ message: 'verifies images and lets all of them run', evidence: [reporting.shown], object: reporting.ref, expected: 'a policy that refuses' }]);
      // Files of an application say nothing of what stands at the gate of its cluster.
      if (context.cluster.given('Namespace').length === 0) return unknown(verificationGap);
      return assumed([{ message: 'has no policy that verifies images', evidence: [evidence(ref, ['ImageValidatingPolicy'])], expected: 'a policy that verifies signatures' }]);
    }),
  examples: {
    bad: [pod, documents(pod, sigstore('warn'))],
    good: [documents(pod, sigstore('enforce')), documents(pod, withFlags('kube-apiserver', ['--enable-admission-plugins=ImagePolicyWebhook']))],
    unknown: [inContainer('stdin: true')],
  },
});

export default rule;
