import type { UndecidedRow } from './define.ts';

/** Rows of the services of nodes and of the control plane. */
export const undecidedH: readonly UndecidedRow[] = [
  { row: 'H4', title: 'reads the pods of a node from the port of the kubelet that asks nobody', why: 'It shows names, images and values written into pod specs, and Secrets by their names only. What is written in clear is found in the objects themselves: the rules credential-in-env and credential-in-args. The rule kubelet-read-only-port says where the port is open.' },
  { row: 'H6', title: 'connects to the ports of scheduler, controller manager and kube-proxy', why: 'They show metrics and profiles and can be kept busy. No identity or place is gained.' },
  { row: 'H7', title: 'uses a published flaw of a component', why: 'What each flaw gives differs, and few can be used without more that no object shows. The rules vulnerable-component and vulnerable-node name the flaws of the versions that run; where one leads to a place by itself it is part of that technique, as in technique/ingress-admission.' },
  { row: 'H8', title: 'steals a kubeconfig or a login from a person', why: 'It happens outside the cluster. Paths start from every person and group that a binding names, as if it had happened.' },
  { row: 'H9', title: 'logs in to a node', why: 'Keys and session managers of machines stand in no object. Paths start from every node, as if somebody had logged in there.' },
];
