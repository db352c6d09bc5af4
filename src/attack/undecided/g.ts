import type { UndecidedRow } from './define.ts';

/** Rows of the network. */
export const undecidedG: readonly UndecidedRow[] = [
  { row: 'G8', title: 'takes a host name or a path of others by a route', why: 'What is taken are the users of a site, who stand outside the cluster: their passwords are theirs, and no end of a path. The rule traffic-hijack-rights says who may write routes.' },
  { row: 'G12', title: 'uses the identity of the mesh from the volumes of a pod', why: 'Such a certificate is believed by the other proxies of the mesh and by nothing else: it opens connections, which technique/pod-to-pod follows as if no mesh held them back where its policies are not evaluated.' },
];
