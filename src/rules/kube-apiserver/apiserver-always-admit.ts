import type { Rule } from '../define.ts';
import { pluginRule } from '../plugin-rule.ts';

const rule: Rule<'component'> = pluginRule({
  id: 'apiserver-always-admit',
  plugin: 'AlwaysAdmit',
  wanted: false,
  title: 'API server runs the plug-in AlwaysAdmit',
  why: 'It says yes to everything and decides nothing; whoever put it there may have believed that it switches the other checks off, or wanted that.',
  fix: 'Take AlwaysAdmit out of --enable-admission-plugins. Nothing changes: other plug-ins refuse what they refused before.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'several weaknesses' },
  message: 'runs the plug-in AlwaysAdmit',
  changeBreaks: 'Nothing.',
  bad: ['--enable-admission-plugins=NodeRestriction,AlwaysAdmit'],
  good: [],
});

export default rule;
