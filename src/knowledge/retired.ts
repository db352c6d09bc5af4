// Programs that their makers no longer mend, by the repository of their image.

export interface RetiredProgram {
  readonly name: string;
  readonly image: RegExp;
  /** When and how it ended, with who said so. */
  readonly ended: string;
  /** What took its place. */
  readonly instead: string;
  /** What a flaw of it gives, where that is more or less than the code of its container. */
  readonly factors?: { readonly gain?: 'workload' | 'node' | 'cluster'; readonly position?: 'anyone' | 'a container' | 'a user' | 'an administrator'; readonly effort?: 'none' | 'one more weakness' | 'several weaknesses' };
}

export const retiredPrograms: readonly RetiredProgram[] = [
  { name: 'ingress-nginx', image: /(^|\/)ingress-nginx\/controller$|(^|\/)nginx-ingress-controller$/, ended: 'retired by the Kubernetes project in March 2026', instead: 'a Gateway API implementation or another ingress controller' },
  { name: 'kaniko', image: /(^|\/)kaniko-project\/(executor|warmer)$/, ended: 'archived by its project in June 2025', instead: 'BuildKit or Buildah without privileges' },
  { name: 'Weave Net', image: /(^|\/)weave-(kube|npc)$/, ended: 'archived in June 2024 after its maker closed', instead: 'a maintained CNI plug-in' },
  { name: 'Weave Scope', image: /(^|\/)weaveworks\/scope$/, ended: 'archived after its maker closed in 2024', instead: 'nothing: remove it' },
  { name: 'Heapster', image: /(^|\/)heapster(-amd64)?$/, ended: 'retired by the Kubernetes project in 2018', instead: 'metrics-server' },
  { name: 'Tiller', image: /(^|\/)kubernetes-helm\/tiller$|(^|\/)helm\/tiller$/, ended: 'Helm 2 ended in November 2020', instead: 'Helm 3 or later, which needs no server', factors: { gain: 'cluster', effort: 'none' } },
  { name: 'Kubernetes Dashboard', image: /(^|\/)kubernetesui\/(dashboard(-web|-api|-auth|-metrics-scraper)?|metrics-scraper)$|(^|\/)kubernetes-dashboard(-amd64)?$/, ended: 'archived by the Kubernetes project in January 2026', instead: 'Headlamp, or kubectl' },
  { name: 'hyperkube', image: /(^|\/)hyperkube(-amd64)?$/, ended: 'no longer built since Kubernetes 1.19', instead: 'the images of each program' },
];
