import { texts } from '../cluster/read.ts';
import type { Component } from '../engines/components/index.ts';
import { flawsOf } from '../engines/vulnerabilities/index.ts';
import { programRunBy } from '../engines/vulnerabilities/program.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { known, type Fact } from '../model/fact.ts';
import { valueAt, type KubernetesObject } from '../model/object.ts';
import { compareReleases, parseRelease } from '../lang/release.ts';
import type { AttackContext } from './context.ts';
import type { ContainerPlace } from './places.ts';

/** A controller that writes what Ingress objects say into the configuration of nginx. */
export interface NginxController {
  readonly place: ContainerPlace;
  readonly version: string;
}

export function nginxControllers({ containers }: AttackContext): readonly NginxController[] {
  return containers.flatMap((place) => {
    const run = programRunBy(place.container);
    return run?.program === 'ingress-nginx' ? [{ place, version: run.version }] : [];
  });
}

/** Flaws that give the controller to whoever stands there. */
export function controllerFlaws({ place, version }: NginxController, position: 'a user' | 'a container', { cluster }: AttackContext): Fact<readonly string[]> {
  const where: { readonly cluster: typeof cluster; readonly workload: typeof place.workload; readonly component?: Component } = { cluster, workload: place.workload };
  const found = flawsOf('ingress-nginx', version, where);
  if (!found.known) return found;
  return known(found.value.flaws.filter((flaw) => flaw.position === position && (flaw.gain === 'secrets' || flaw.gain === 'workload') && !skipping.test(flaw.title)).map(({ id }) => id), place.container.at('image'));
}

/** A login that is left out gives no code in the controller. */
const skipping = /skip authentication/;

/** Where snippets of configuration in annotations are switched on; before 1.9 they are unless switched off, from 1.12 they need the highest risk level as well. */
export function snippetsOf({ place, version }: NginxController, { cluster }: AttackContext): Evidence | undefined {
  const release = parseRelease(version);
  const [twelve] = [parseRelease('1.12.0')];
  const config = configOf(place, cluster.given('ConfigMap', '', place.workload.namespace));
  if (!config || valueAt(config, ['data', 'allow-snippet-annotations']) !== 'true') return undefined;
  const late = release !== undefined && twelve !== undefined && compareReleases(release, twelve) >= 0;
  if (late && valueAt(config, ['data', 'annotations-risk-level']) !== 'Critical') return undefined;
  return evidence(cluster.ref(config), ['data', 'allow-snippet-annotations'], 'true');
}

function configOf(place: ContainerPlace, maps: readonly KubernetesObject[]): KubernetesObject | undefined {
  const name = configNameOf(place) ?? 'ingress-nginx-controller';
  return maps.find(({ metadata }) => metadata.name === name);
}

/** The ConfigMap of its settings, in its own namespace. */
export function configNameOf({ container }: ContainerPlace): string | undefined {
  return texts(container.spec['args']).map((word) => /^--configmap=(?:.*\/)?([^/]+)$/.exec(word)?.[1]).find((name) => name !== undefined);
}

/** The one namespace whose Ingress objects it reads; undefined where it reads all. */
export function watchedBy({ container, workload }: ContainerPlace): string | undefined {
  const written = texts(container.spec['args']).map((word) => /^--watch-namespace=(.+)$/.exec(word)?.[1]).find((name) => name !== undefined);
  // A variable there is that of the pod's own namespace.
  return written?.startsWith('$(') ? workload.namespace : written;
}
