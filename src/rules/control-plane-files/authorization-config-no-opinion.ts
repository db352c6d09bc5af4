import { entries, fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Rule } from '../define.ts';

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'authorization-config-no-opinion',
  on: 'object',
  kinds: ['apiserver.config.k8s.io/AuthorizationConfiguration'],
  title: 'An authorizer that fails is passed over',
  why: 'What the webhook alone would refuse is allowed while it does not answer, or a match condition fails: whoever can disturb it gets past it.',
  fix: 'Set failurePolicy: Deny for webhooks that exist to refuse. Requests that reach them then fail while they are away: exclude the system by match conditions, and run them more than once.',
  severity: { gain: 'workload', position: 'a user', effort: 'one more weakness', spread: 'cluster' },
  check: ({ ref, object }) => {
    const authorizers = entries(object['authorizers']);
    return authorizers.flatMap(({ index, value }) => {
      const webhook = fields(value['webhook']);
      // Nobody is asked after the last one, and no opinion of anybody is a refusal.
      if (value['type'] !== 'Webhook' || index === authorizers.length - 1 || webhook?.['failurePolicy'] !== 'NoOpinion') return [];
      const path = ['authorizers', index, 'webhook', 'failurePolicy'];
      return [
        {
          message: `passes over authorizer ${text(value['name']) ?? index} when it does not answer`,
          evidence: [evidence(ref, path, 'NoOpinion')] as const,
          expected: 'Deny',
          change: {
            target: ref,
            title: `Let authorizer ${text(value['name']) ?? index} refuse when it does not answer`,
            edits: [{ op: 'set' as const, path, value: 'Deny' }],
            breaks: 'Every request that the webhook is asked about, while it is away.',
          },
        },
      ];
    });
  },
  examples: {
    bad: [file(webhook('NoOpinion'), '{type: Node, name: node}', '{type: RBAC, name: rbac}')],
    good: [file(webhook('Deny'), '{type: RBAC, name: rbac}'), file('{type: RBAC, name: rbac}', webhook('NoOpinion'))],
    unknown: [],
  },
});

function webhook(failurePolicy: string): string {
  return `{type: Webhook, name: guard, webhook: {failurePolicy: ${failurePolicy}, timeout: 3s}}`;
}

function file(...authorizers: readonly string[]): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nmetadata: {name: a}\nauthorizers: [${authorizers.join(', ')}]\n`;
}

export default rule;
