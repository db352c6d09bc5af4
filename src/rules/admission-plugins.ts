import type { Cluster } from '../cluster/cluster.ts';
import type { Component } from '../engines/components/component.ts';
import { defaultAdmissionPlugins, firstMinor, lastMinor } from '../knowledge/flags/index.ts';
import { chain, known, map, type Fact } from '../model/fact.ts';
import { listOf, minorOf, valuesIn } from './component-settings.ts';

/** Whether the API server runs an admission plug-in: enabled by hand, or on by default in its version and not disabled. */
export function runsPlugin(component: Component, name: string, cluster: Cluster): Fact<boolean> {
  return chain(valuesIn(component, '--enable-admission-plugins', '--disable-admission-plugins'), (value) => {
    if (listOf(value('--enable-admission-plugins')).includes(name)) return known(true);
    if (listOf(value('--disable-admission-plugins')).includes(name)) return known(false);
    return onByDefault(component, name, cluster);
  });
}

function onByDefault(component: Component, name: string, cluster: Cluster): Fact<boolean> {
  const [first, last] = [firstMinor, lastMinor].map((minor) => defaultAdmissionPlugins(minor).includes(name));
  if (first !== undefined && first === last) return known(first);
  return map(minorOf(component, cluster), (each) => defaultAdmissionPlugins(each).includes(name));
}
