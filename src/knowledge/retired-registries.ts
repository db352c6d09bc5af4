/** A place that images were published under and that gets no more of them. */
export interface RetiredRegistry {
  /** Beginning of registry and path, with a slash at its end where a whole part is meant. */
  readonly prefix: string;
  /** What became of it, as the predicate of a sentence about it. */
  readonly ended: string;
  /** Where the same images of the same paths are now; left out where another image has to be chosen. */
  readonly now?: string;
  readonly instead: string;
}

export const retiredRegistries: readonly RetiredRegistry[] = [
  { prefix: 'k8s.gcr.io/', ended: 'has been frozen since April 2023: nothing new is published there', now: 'registry.k8s.io/', instead: 'registry.k8s.io' },
  { prefix: 'gcr.io/google_containers/', ended: 'was the first registry of Kubernetes and has been frozen since 2023', now: 'registry.k8s.io/', instead: 'registry.k8s.io' },
  { prefix: 'gcr.io/google-containers/', ended: 'was the first registry of Kubernetes and has been frozen since 2023', now: 'registry.k8s.io/', instead: 'registry.k8s.io' },
  { prefix: 'quay.io/kubernetes-ingress-controller/', ended: 'got its last images in 2020', instead: 'an ingress controller or Gateway that is maintained' },
  { prefix: 'docker.io/bitnamilegacy/', ended: 'holds what Bitnami published until August 2025, and nothing there is mended', instead: 'the image of the makers of the program' },
  { prefix: 'docker.io/bitnami/', ended: 'lost its versioned images in autumn 2025, when they were moved to an archive that is not mended', instead: 'the image of the makers of the program' },
  { prefix: 'docker.pkg.github.com/', ended: 'was closed in favour of another registry', instead: 'ghcr.io' },
  { prefix: 'gcr.io/kubebuilder/', ended: 'was given up with the old Container Registry in March 2025', instead: 'quay.io/brancz/kube-rbac-proxy, or the authentication of the program itself' },
];
