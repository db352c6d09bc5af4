import { map } from '../model/fact.ts';
import { runsPlugin } from './admission-plugins.ts';
import { listOf, valueOf } from './component-settings.ts';
import { defineRule, type Rule } from './define.ts';
import { nothingRead, withFlags } from './flag-examples.ts';
import { settingBreach } from './flag-rule.ts';
import type { BaseFactors } from './severity.ts';

export interface PluginRule {
  readonly id: string;
  readonly plugin: string;
  /** Whether it should run. */
  readonly wanted: boolean;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
  readonly message: string;
  /** What turning it on or off may break; left out where a flag alone does not do it. */
  readonly changeBreaks?: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

/** A rule about an admission plug-in of the API server, by the effective set: defaults of the version, plus enabled, minus disabled. */
export function pluginRule(row: PluginRule): Rule<'component'> {
  return defineRule<'component'>({
    id: row.id,
    on: 'component',
    component: 'kube-apiserver',
    title: row.title,
    why: row.why,
    fix: row.fix,
    severity: row.severity,
    check: (component, { cluster }) =>
      map(runsPlugin(component, row.plugin, cluster), (runs) => {
        if (runs === row.wanted) return [];
        const disabled = component.setting('--disable-admission-plugins');
        const byHand = row.wanted && disabled.known && listOf(disabled.value.value).includes(row.plugin);
        const flag = byHand ? '--disable-admission-plugins' : '--enable-admission-plugins';
        const setting = component.setting(flag);
        if (!setting.known) return [];
        const others = listOf(valueOf(component, flag, setting.value)).filter((name) => name !== row.plugin);
        const value = (row.wanted && !byHand ? [...others, row.plugin] : others).join(',');
        // Who left the plug-in out of the list wrote nothing about it: the value alone is shown, no "default".
        const fault = { message: row.message, expected: row.wanted ? `${row.plugin} enabled` : `no ${row.plugin}` };
        return [settingBreach(component, flag, { ...setting.value, origin: 'flag' }, row.changeBreaks === undefined ? fault : { ...fault, change: { value, breaks: row.changeBreaks } })];
      }),
    examples: { bad: [withFlags('kube-apiserver', row.bad)], good: [withFlags('kube-apiserver', row.good)], unknown: [nothingRead] },
  });
}
