import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';
import { faultyObjects } from '../field-faults.ts';

// Of the cluster as a whole: most objects have no such field.
const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'unknown-field',
  on: 'cluster',
  title: 'Object has a field that its kind does not have',
  why: 'kubectl refuses the object; other programs, and kubectl with --validate=false, have the field dropped without a word. A protection with a slip of the pen in its name, or at the wrong depth, is then none.',
  fix: 'Write the name as the API has it, or move the field to where it belongs: kubectl explain KIND.PATH.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'one more weakness' },
  check: (_subject, context) =>
    faultyObjects(context, ({ wants, form }) => wants === undefined && form === undefined, (faults) => {
      const [{ path, near }, ...others] = faults;
      const first = `has a field ${String(path.at(-1))} that is not there in its API`;
      return { message: others.length === 0 ? first : `${first}, and ${others.length} more`, ...(near === undefined ? {} : { expected: near }) };
    }),
  examples: {
    bad: [
      inContainer('securityContex: {privileged: false}'),
      inContainer('runAsNonRoot: true'),
      inPod('hostPid: true'),
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {podSelector: {}, policyType: [Ingress]}\n',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader, namespace: shop}\nrules: [{apiGroups: [""], resources: [pods], verbs: [get], resourceName: [web]}]\n',
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\nautomountServiceAccountTokens: false\n',
    ],
    good: [
      inContainer('securityContext: {privileged: false}'),
      inPod('hostPID: true'),
      'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: app, namespace: shop}\nspec: {anything: true}\n',
      // A patch of kustomize.
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: app, image: app, env: [{name: A, $patch: delete}]}]}}}\n',
    ],
    unknown: [],
  },
});

export default rule;
