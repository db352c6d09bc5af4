import type { Rule } from '../define.ts';
import { pluginRule } from '../plugin-rule.ts';

const rule: Rule<'component'> = pluginRule({
  id: 'apiserver-always-pull-images',
  plugin: 'AlwaysPullImages',
  wanted: true,
  title: 'API server lets pods use cached images',
  why: 'A pod that names a private image which is already on its node may get it without showing credentials of the registry. Kubelets check that themselves only where KubeletEnsureSecretPulledImages is on, by default from 1.35.',
  fix: 'Add AlwaysPullImages to --enable-admission-plugins. Pods then cannot start while the registry is away.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  message: 'lets pods use images that others pulled',
  changeBreaks: 'Pods start only while the registry answers; image pull policies are overwritten.',
  bad: [],
  good: ['--enable-admission-plugins=AlwaysPullImages'],
});

export default rule;
