import { cloudOf, hopLimitGap } from '../../engines/metadata-service.ts';
import { map } from '../../model/fact.ts';
import type { Context } from '../../rules/context.ts';
import { reached } from '../../rules/egress-reach.ts';
import { metadataDestination } from '../../rules/network/metadata-service-reachable.ts';
import type { ThreatInstance } from '../verdict.ts';
import { openQuestion, reachByNamespace } from './namespace-reach.ts';

/** Which namespaces have pods that policies let reach the metadata service. Whether it answers them, a setting of the machines decides. */
export function* metadataReach(context: Context): Iterable<ThreatInstance> {
  const cloud = cloudOf(context.cluster, context.components);
  const asset = map(cloud, (value) => value !== null);
  const [ip = '169.254.169.254'] = cloud.known ? (cloud.value?.metadata ?? []) : [];
  for (const instance of reachByNamespace(context, 'the metadata service of their node', (workload) => reached(workload, metadataDestination(ip), hopLimitGap, context))) yield { ...openQuestion(instance, hopLimitGap), asset };
}
