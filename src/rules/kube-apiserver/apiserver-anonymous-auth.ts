import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-anonymous-auth',
  component: 'kube-apiserver',
  title: 'API server answers requests without credentials',
  why: 'Anyone who reaches the port asks questions as system:anonymous. One careless binding gives that user rights, and flaws before authentication are open to all.',
  fix: 'Set --anonymous-auth=false, or limit anonymous access to health paths with an AuthenticationConfiguration. Probes without credentials then need another way.',
  severity: { gain: 'information', position: 'anyone', effort: 'one more weakness' },
  flag: '--anonymous-auth',
  breaks: (value) => value !== 'false',
  message: 'answers requests without credentials',
  expected: '--anonymous-auth=false',
  bad: ['--anonymous-auth=true'],
  good: ['--anonymous-auth=false'],
});

export default rule;
