import type { Component } from '../engines/components/component.ts';
import { map, type Fact } from '../model/fact.ts';
import { isLoopback, listOf, valueIn } from './component-settings.ts';
import type { Factors } from './severity.ts';

/** etcd that only its own machine reaches is a smaller matter: whoever is there has its files anyway. */
export function reachedFrom(component: Component, flag: string): Fact<Partial<Factors>> {
  return map(valueIn(component, flag), (urls) => (listOf(urls).every(isLoopback) ? { position: 'an administrator', effort: 'several weaknesses' } : {}));
}
