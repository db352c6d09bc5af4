/** A program that does, in its own name, what custom resources ask of it. */
export interface Program {
  readonly name: string;
  /** Matches the repository of its image, without tag and digest. */
  readonly image: RegExp;
  /** Where several programs share an image: what stands in command or args. */
  readonly command?: RegExp;
  /** Names of the service account that its own manifests give it, distinct enough to know it by. */
  readonly accounts: readonly string[];
  /** A lock-down that makes it look at its own namespace alone, or at those that it names. */
  readonly ownNamespaceBy?: readonly Flag[];
  /** A lock-down that switches off what its rows tell. */
  readonly offBy?: readonly Flag[];
}

/** An argument or a variable of the environment with the values that count. */
export interface Flag {
  readonly flag?: string;
  readonly env?: string;
  readonly value: RegExp;
  /** The value is a list of namespaces. */
  readonly names?: true;
  /** A flag without which it says nothing. */
  readonly besides?: string;
}

export interface CustomKind {
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
  readonly clusterScoped?: true;
}

/**
 * What follows from writing the object: `account`: what the program's account may; `pods`: a pod of one's own in the namespace of
 * the object; `pods-in-own`: one in the namespace of the program; `accounts`: any service account of the namespace; `any-account`:
 * any at all; `secrets`: the Secrets of the namespace; `secrets-out`: those that the program's account reads; `admin`: administrator of the cluster; `nodes`: root on the nodes; `cloud`:
 * the cloud identity of the program's account; `exec`: a shell in every container; `exec-in`: in those of the namespace.
 */
export type Gift = 'account' | 'pods' | 'pods-in-own' | 'accounts' | 'any-account' | 'secrets' | 'secrets-out' | 'admin' | 'nodes' | 'cloud' | 'exec' | 'exec-in';

/** What one kind lets its writer have the program do. */
export interface DeputyRow {
  /** Any of them. */
  readonly kinds: readonly CustomKind[];
  /** Objects that the writer must be able to make as well, in the same namespace: any of them. */
  readonly also?: readonly CustomKind[];
  /** `restores objects from a bucket of its own`. */
  readonly lets: string;
  readonly gives: Gift;
  /** The namespaces whose objects the program reads. Left out: all. */
  readonly reads?: 'own';
  /** Which of the programs acts, by its place in the list; left out: the first. */
  readonly actor?: number;
  /** The program works without being seen as a workload: its definition is enough. */
  readonly unseen?: true;
  /** What decides and is in no object. */
  readonly doubt?: Question;
}

export interface Question {
  /** `gap/deputy-velero-backups` */
  readonly id: `gap/${string}`;
  readonly ask: string;
}

/** A well-known controller and what its custom resources let a tenant make it do. */
export interface Deputy {
  /** Row of the catalogue of techniques. */
  readonly row: `J${number}`;
  readonly name: string;
  readonly programs: readonly Program[];
  readonly rows: readonly DeputyRow[];
}

export function kindsOf(group: string, ...pairs: readonly (readonly [kind: string, resource: string])[]): readonly CustomKind[] {
  return pairs.map(([kind, resource]) => ({ group, kind, resource }));
}

export function clusterKinds(group: string, ...pairs: readonly (readonly [kind: string, resource: string])[]): readonly CustomKind[] {
  return pairs.map(([kind, resource]) => ({ group, kind, resource, clusterScoped: true }));
}
