import type { UndecidedRow } from './define.ts';

export const undecidedK: readonly UndecidedRow[] = [
  { row: 'K4', title: 'An identity of a pipeline', why: 'It is where an attack starts, not a step: users and groups of bindings whose names are those of pipelines are starting points of their own kind.' },
  { row: 'K5', title: 'An insider', why: 'It is where an attack starts, not a step: every user and group that a binding names is a starting point.' },
  { row: 'K6', title: 'A changed node image or join configuration', why: 'Images of machines, their user data and the place they boot from are not among the objects of a cluster. Whoever has a node starts from it as node:NAME.' },
  { row: 'K7', title: 'A shell or tools in an image', why: 'What an image holds is not in the objects. It makes an attack easier and opens nothing by itself.' },
  { row: 'K8', title: 'Destroying or stopping workloads', why: 'It ends in a loss of service, not in more rights: the threats and rules on delete rights tell of it.' },
  { row: 'K9', title: 'Using the cluster’s computing power', why: 'It ends in a cost, not in more rights: whoever may create pods has it, and the rule on quotas tells where nothing limits it.' },
  { row: 'K10', title: 'Erasing traces', why: 'It hides what was done and gives nothing: the rule on deleting events and the rules on audit logs tell of it.' },
];
