import { define, type Standard } from './define.ts';

/** Threat n of that model is `ADM-n` here, with two digits. */
export const admissionThreats: Standard = define('admission', 'admission', 'Kubernetes SIG Security: admission control threat model', [
  { id: 'ADM-01', title: 'The webhook is flooded until it no longer answers', ours: ['threat/API-07'] },
  { id: 'ADM-02', title: 'Requests that take long to judge make the webhook time out', ours: ['threat/API-07'] },
  { id: 'ADM-03', title: 'A misconfigured webhook is bypassed', ours: ['threat/API-07', 'threat/INU-04'] },
  { id: 'ADM-04', title: 'Somebody may delete or change the webhook object', ours: ['threat/API-08', 'threat/APP-15'] },
  { id: 'ADM-05', title: 'Credentials of the webhook are stolen', ours: ['threat/API-08'] },
  { id: 'ADM-06', title: 'A credential of a cluster administrator is stolen', ours: ['threat/INA-01'] },
  { id: 'ADM-07', title: 'Traffic of the webhook is read on the network', ours: ['threat/API-09'] },
  { id: 'ADM-08', title: 'Somebody stands between the API server and the webhook', ours: ['threat/API-09'] },
  { id: 'ADM-09', title: 'Somebody answers in the place of the webhook', ours: ['threat/API-09'] },
  { id: 'ADM-10', title: 'A mutation rule is abused to create a privileged container', ours: ['threat/SCA-12', 'threat/API-08'] },
  { id: 'ADM-11', title: 'Workloads go to a namespace that is exempt', ours: ['threat/API-07', 'threat/INA-08'] },
  { id: 'ADM-12', title: 'A rule misses a part of the object, such as init containers', ours: ['threat/API-07'] },
  { id: 'ADM-13', title: 'Loose text matching lets a forbidden value pass', ours: ['threat/API-07'] },
  { id: 'ADM-14', title: 'A feature of the API is used that no rule knows', ours: ['threat/API-07'] },
  { id: 'ADM-15', title: 'A privileged container runs on the node of the webhook', ours: ['threat/NOD-05'] },
  { id: 'ADM-16', title: 'A host path changes the configuration of the webhook', ours: ['threat/NOD-01'] },
  { id: 'ADM-17', title: 'Somebody logs in to the node of the webhook', ours: ['threat/INA-06'] },
]);
