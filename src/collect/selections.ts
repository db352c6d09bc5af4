import type { Part, Selection } from '../lang/json/selection.ts';
import { nameTokenMounts, nameTokenVolumes, tokenVolume } from './intern.ts';
import { keptOfContainer, keptStatus } from './project.ts';

const metadata: Selection = { parts: { managedFields: 'none', selfLink: 'none', generation: 'none', resourceVersion: 'none' } };
const containers: Part = { masked: { ...tokenVolume, rename: nameTokenMounts } };
const volumes: Part = { masked: { ...tokenVolume, rename: nameTokenVolumes, declares: true } };
const ofContainers: Part = { each: { only: true, parts: Object.fromEntries(keptOfContainer.map((name) => [name, 'whole'])) } };
const lists: Readonly<Record<string, Part>> = { containerStatuses: ofContainers, initContainerStatuses: ofContainers, podIPs: { each: { parts: {} } } };

function statusOf(kind: string): Selection {
  return { only: true, parts: Object.fromEntries((keptStatus[kind] ?? []).map((name) => [name, lists[name] ?? 'whole'])) };
}

const selections: Readonly<Record<string, Selection>> = {
  Pod: { parts: { metadata, spec: { parts: { containers, initContainers: containers, ephemeralContainers: containers, volumes } }, status: statusOf('Pod') } },
  Node: { parts: { metadata, spec: { parts: {} }, status: statusOf('Node') } },
};

/**
 * What is read of a kind: no more than `project` keeps. Only of pods and nodes, most of which is not kept; templates of workloads
 * differ too much for it to pay. Never of Secrets, nor of what `project` changes in parts that objects would share.
 */
export function selectionOf(kind: string): Selection | undefined {
  return Object.hasOwn(selections, kind) ? selections[kind] : undefined;
}

/** In bundles the version of an object tells whether it is there a second time. */
export function selectionInBundles(kind: string): Selection | undefined {
  const selection = selectionOf(kind);
  return selection && { parts: { ...selection.parts, metadata: { parts: { managedFields: 'none' } } } };
}
