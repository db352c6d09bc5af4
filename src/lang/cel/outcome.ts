/** Kubernetes fails here too: the expression is an error. */
export class Failed extends Error {}

/** Something that is not evaluated here. */
export class Unsupported extends Error {}
