import { fields } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';

const breaks = 'Programs that mount, trace others or write to kernel settings.';

function hasField(container: Container): boolean {
  const { workload, spec } = container;
  return [spec, workload.spec].some((owner) => fields(fields(owner['securityContext'])?.['appArmorProfile']) !== undefined);
}

function byField(container: Container): Breach {
  const seen = container.at('securityContext', 'appArmorProfile', 'type');
  return {
    message: 'runs without an AppArmor profile',
    evidence: [seen],
    expected: 'RuntimeDefault',
    change: { target: container.workload.ref, title: `Give container ${container.name} the runtime's AppArmor profile`, edits: [{ op: 'set', path: seen.path, value: 'RuntimeDefault' }], breaks },
  };
}

function byAnnotation({ workload, name }: Container): Breach {
  const path = [...workload.specPath.slice(0, -1), 'metadata', 'annotations', `container.apparmor.security.beta.kubernetes.io/${name}`];
  return {
    message: 'runs without an AppArmor profile',
    evidence: [evidence(workload.ref, path, 'unconfined')],
    expected: 'runtime/default',
    change: { target: workload.ref, title: `Give container ${name} the runtime's AppArmor profile`, edits: [{ op: 'set', path, value: 'runtime/default' }], breaks },
  };
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'apparmor-unconfined',
  on: 'container',
  title: 'Container turns its AppArmor profile off',
  why: "The runtime's profile forbids mounting, tracing others and writing to kernel settings. Without it, code in the container tries all of these.",
  fix: 'Set appArmorProfile.type to RuntimeDefault, or leave it unset.',
  severity: { gain: 'node', position: 'a container', effort: 'several weaknesses' },
  // A privileged container has no profile unless it names one; that it is privileged is the graver fault.
  appliesTo: (container) => !container.workload.windows && !container.privileged,
  check: (container, { cluster }) => {
    const written = hasField(container);
    // Before 1.30 the field is dropped when written, and the runtime's profile is in force.
    if (written) return container.appArmor === 'Unconfined' && !(cluster.version.known && cluster.version.value.minor < 30) ? [byField(container)] : [];
    return container.appArmor === 'unconfined' ? [byAnnotation(container)] : [];
  },
  examples: {
    bad: [
      inContainer('securityContext: {appArmorProfile: {type: Unconfined}}'),
      inPod('securityContext: {appArmorProfile: {type: Unconfined}}'),
      inContainer('stdin: true').replace('namespace: shop}', 'namespace: shop, annotations: {container.apparmor.security.beta.kubernetes.io/app: unconfined}}'),
    ],
    good: [
      inContainer('securityContext: {appArmorProfile: {type: RuntimeDefault}}'),
      inContainer('stdin: true'),
      inContainer('stdin: true').replace('namespace: shop}', 'namespace: shop, annotations: {container.apparmor.security.beta.kubernetes.io/app: localhost/tight}}'),
    ],
    unknown: [],
  },
});

export default rule;
