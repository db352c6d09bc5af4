// Custom resources that carry pods, found by their shape: a `spec` with whole containers inside a template. Argo, Knative,
// Kruise, Ray, Volcano, KEDA, Agones, OpenShift and the kinds of tomorrow are read without a list of them.

import { apiGroupOf, type KubernetesObject, type Path } from '../model/object.ts';
import { fields, type Fields } from './read.ts';

export interface PodTemplate {
  readonly specPath: Path;
  readonly spec: Fields;
  readonly meta: Fields;
}

/** Groups whose objects hold containers that they do not run: patterns, patches, machines, copies of what others create. */
const others = /(^|\.)(kyverno\.io|gatekeeper\.sh|kubevirt\.io|kubewarden\.io|operators\.coreos\.com|monitoring\.coreos\.com|work\.open-cluster-management\.io|crossplane\.io|helm\.toolkit\.fluxcd\.io)$/;
const groups = new Map<string, boolean>();
const deepest = 10;
const mostLooked = 5000;

/** Whether the kind comes from a definition of somebody and its templates may make pods. */
export function isCustom({ apiVersion }: KubernetesObject): boolean {
  let custom = groups.get(apiVersion);
  if (custom === undefined) {
    const group = apiGroupOf(apiVersion);
    custom = group.includes('.') && !/(^|\.)k8s\.io$/.test(group) && !others.test(group);
    groups.set(apiVersion, custom);
  }
  return custom;
}

const none: readonly PodTemplate[] = [];
const found = new WeakMap<KubernetesObject, readonly PodTemplate[]>();

/** The pod templates below `spec`. Objects inside the object (with a kind of their own) are not looked into. */
export function customTemplatesOf(object: KubernetesObject): readonly PodTemplate[] {
  let templates = found.get(object);
  if (!templates) {
    const search = new Search();
    search.into(object['spec'], ['spec'], false);
    templates = search.templates.length === 0 ? none : search.templates;
    found.set(object, templates);
  }
  return templates;
}

class Search {
  readonly templates: PodTemplate[] = [];
  #left = mostLooked;

  into(value: unknown, path: Path, inTemplate: boolean): void {
    if (path.length > deepest || this.#left-- <= 0 || value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.into(item, [...path, index], false);
      return;
    }
    const map = value as Fields;
    if (typeof map['kind'] === 'string' && typeof map['apiVersion'] === 'string') return;
    const spec = inTemplate ? fields(map['spec']) : undefined;
    if (spec && isPodSpec(spec)) {
      this.templates.push({ specPath: [...path, 'spec'], spec, meta: fields(map['metadata']) ?? {} });
      return;
    }
    for (const key of Object.keys(map)) this.into(map[key], [...path, key], /template$/i.test(key));
  }
}

/** Containers with a name and an image each; a list that lacks one is a patch for containers of another. */
function isPodSpec(spec: Fields): boolean {
  const containers: unknown = spec['containers'];
  return Array.isArray(containers) && containers.length > 0 && containers.every((each) => typeof fields(each)?.['name'] === 'string' && typeof fields(each)?.['image'] === 'string');
}
