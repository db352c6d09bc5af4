import type { UndecidedRow } from './define.ts';

/** Rows of the specs of pods. */
export const undecidedE: readonly UndecidedRow[] = [
  { row: 'E16', title: 'is in the IPC namespace of its node', why: 'It reads the shared memory of programs of the node. What lies there no object shows; programs that keep secrets there are rare. The rule host-ipc names such pods.' },
  { row: 'E23', title: 'writes the objects behind volumes: classes, snapshots, drivers', why: 'It names the volumes of others, and the Secrets and tokens that are handed to the storage driver. The data is what it is worth, which no object shows; Secrets and tokens go to the driver, and come back to nobody who does not own it already.' },
  { row: 'E24', title: 'claims devices that are in use, or raw devices', why: 'What a device and its memory give is not among the objects of a cluster: it is data of others, and no identity or place.' },
  { row: 'E25', title: 'uses a flaw of the kernel or of the runtime', why: 'The flaw of kubelets that clone gitRepo volumes is technique/git-volume. Of others versions say that they may be there; whether a container can use it depends on settings of the node that no object shows. The rule vulnerable-node names the flaws of the versions that run. A path from every container would hide those that need none.' },
  { row: 'E26', title: 'sets kernel parameters that are not safe', why: 'It takes computing time from others on the node and gives no identity or place. The rule unsafe-sysctls names such pods.' },
];
