import { textMap } from '../../cluster/read.ts';
import { valueAt } from '../../model/object.ts';
import type { Rule } from '../define.ts';
import { namespaceHoldsRule } from '../namespace-holds.ts';

/** What counts pods themselves or what pods use. */
const bounding = /^(pods|count\/pods|(requests\.|limits\.)?(cpu|memory))$/;

const rule: Rule<'namespace'> = namespaceHoldsRule({
  id: 'namespace-resource-quota',
  kind: 'ResourceQuota',
  title: 'Namespace may use the whole cluster',
  why: 'Limits of one container do not say how many there may be. One stolen identity, or one loop in a pipeline, starts pods until nobody else gets a place.',
  fix: 'Add a ResourceQuota for cpu, memory and pods. Where it asks for limits, pods without limits are refused: add a LimitRange first.',
  message: 'has no ResourceQuota that bounds its pods',
  // A quota with scopes bounds some pods only.
  counts: (object) => valueAt(object, ['spec', 'scopes']) === undefined && valueAt(object, ['spec', 'scopeSelector']) === undefined && Object.keys(textMap(valueAt(object, ['spec', 'hard']))).some((name) => bounding.test(name)),
  good: ['{hard: {requests.cpu: "10", limits.memory: 64Gi}}', '{hard: {pods: "50"}}'],
  bad: ['{hard: {services.loadbalancers: "1"}}', '{scopes: [BestEffort], hard: {pods: "5"}}'],
});

export default rule;
