import { repositoryOf } from '../../knowledge/neighbours.ts';
import { retiredPrograms, type RetiredProgram } from '../../knowledge/retired.ts';
import { rememberMany } from '../../model/remember.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const image = (reference: string): string => inContainer('stdin: true').replace(/image: .*/, `image: ${reference}`);

const byRepository = rememberMany((repository: string) => retiredPrograms.find((each) => each.image.test(repository)));

function retiredOf(written: string): RetiredProgram | undefined {
  return byRepository(repositoryOf(written));
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'retired-software',
  on: 'container',
  title: 'Container runs a program that its makers gave up',
  why: 'Nobody mends it, whatever version runs: each flaw found from now on is open for good. Programs that a cluster once needed hold large rights in it as well.',
  fix: 'Replace it by what took its place. Plan it: traffic, volumes or builds may depend on it.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  check: (container) => {
    const retired = retiredOf(container.image);
    if (!retired) return [];
    return [{ message: `runs ${retired.name}, ${retired.ended}`, evidence: [container.at('image')], expected: retired.instead, ...(retired.factors ? { factors: retired.factors } : {}) }];
  },
  examples: {
    bad: [image('registry.k8s.io/ingress-nginx/controller:v1.13.3'), image('gcr.io/kubernetes-helm/tiller:v2.16.1'), image('docker.io/kubernetesui/dashboard:v2.7.0')],
    good: [image('quay.io/argoproj/argocd:v3.5.0'), image('nginx:1.31.1')],
    unknown: [],
  },
});

export default rule;
