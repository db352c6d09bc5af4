import { fields, text, type Fields } from '../../cluster/read.ts';
import { items, type Pod } from './pod.ts';

/** Whether an update of a pod is evaluated at all: a container more or fewer, another image, a new ephemeral container. */
export function isSignificantUpdate(pod: Pod, old: Pod): boolean {
  const [now, before] = [fields(pod.spec) ?? {}, fields(old.spec) ?? {}];
  return ['containers', 'initContainers'].some((list) => changed(items(now[list]), items(before[list]))) || ephemeralChanged(items(now['ephemeralContainers']), items(before['ephemeralContainers']));
}

function changed(now: readonly Fields[], before: readonly Fields[]): boolean {
  return now.length !== before.length || now.some((container, index) => imageOf(container) !== imageOf(before[index]));
}

function ephemeralChanged(now: readonly Fields[], before: readonly Fields[]): boolean {
  return now.some((container) => {
    const old = before.find((each) => nameOf(each) === nameOf(container));
    return !old || imageOf(container) !== imageOf(old);
  });
}

function imageOf(container: Fields | undefined): string {
  return text(container?.['image']) ?? '';
}

function nameOf(container: Fields): string {
  return text(container['name']) ?? '';
}
