import { applicationDecisions } from './applications.ts';
import { clusterDnsDecisions } from './cluster-dns.ts';
import { controlPlaneDecisions } from './control-plane.ts';
import { infrastructureDecisions } from './infrastructure.ts';
import { insiderDecisions } from './insiders.ts';
import { apiserverDecisions } from './kube-apiserver.ts';
import { networkDecisions } from './network.ts';
import { nodeSoftwareDecisions } from './node-software.ts';
import { peopleDecisions } from './people.ts';
import { providerDecisions } from './provider.ts';
import { sharedNodeDecisions } from './shared-nodes.ts';
import { supplyChainDecisions } from './supply-chain.ts';
import type { Decisions } from './instances.ts';
import { workerNodeDecisions } from './worker-nodes.ts';

/** The decision procedures that no single rule has, by threat. */
export const decisions: Decisions = { ...supplyChainDecisions, ...infrastructureDecisions, ...nodeSoftwareDecisions, ...apiserverDecisions, ...controlPlaneDecisions, ...workerNodeDecisions, ...applicationDecisions, ...networkDecisions, ...clusterDnsDecisions, ...insiderDecisions, ...peopleDecisions, ...providerDecisions, ...sharedNodeDecisions };
