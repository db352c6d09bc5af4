import type { UndecidedRow } from './define.ts';

/** Rows of rights that run code in pods. */
export const undecidedD: readonly UndecidedRow[] = [
  { row: 'D15', title: 'takes the traffic of a Service by the labels of a pod', why: 'Whoever may change labels of pods has a pod of their own answer for a Service. What its clients send there is traffic, and no end of these paths: no object shows which of them send a credential without asking for a certificate. The rule traffic-hijack-rights finds who may.' },
  { row: 'D17', title: 'has a controller adopt a pod, or edits its revisions', why: 'A pod with the labels of a ReplicaSet is taken for one of its own: it takes technique/create-pod, and hides the pod without gaining anything more. The content of a ControllerRevision cannot be changed, only replaced, and counts when somebody rolls back; PodTemplate objects make no pods.' },
  { row: 'D18', title: 'reads logs', why: 'What a program writes to its log no object shows: credentials may be there or not. With a mount of /var/log the same right reads files of the node: technique/log-link.' },
];
