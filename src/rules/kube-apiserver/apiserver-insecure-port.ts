import { map } from '../../model/fact.ts';
import { minorOf } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-insecure-port',
  component: 'kube-apiserver',
  title: 'API server serves a port without authentication',
  why: 'Whoever reaches the insecure port is administrator: it asks for no credentials and no rights.',
  fix: 'Set --insecure-port=0, and move to a supported version: from 1.20 the port is gone. Clients that use it need credentials.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  flag: '--insecure-port',
  appliesTo: (component, { cluster }) => map(minorOf(component, cluster), (minor) => minor < 20),
  breaks: (value) => value !== '0',
  message: 'serves a port that asks for no credentials',
  expected: '0',
  change: { value: '0', breaks: 'Clients and health probes that use the insecure port.' },
  bad: ['--insecure-port=8080'],
  good: ['--insecure-port=0'],
  version: 'v1.18.20',
});

export default rule;
