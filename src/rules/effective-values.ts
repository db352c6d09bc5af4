import type { Container, Workload } from '../cluster/workload.ts';
import { repositoryName } from '../engines/images/reference.ts';
import type { Expression, Readable } from '../engines/expression.ts';
import { map, unknown, type Fact } from '../model/fact.ts';
import { gap } from '../model/gap.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Context } from './context.ts';
import type { NamespaceSubject, ObjectSubject } from './define.ts';

/** What the expressions of a container rule may read. */
export function ofContainer(container: Container, expression: Expression, context: Context): Readable {
  return { ...ofWorkload(container.workload, expression, context), container: containerValues(container, expression) };
}

export function ofWorkload(workload: Workload, expression: Expression, context: Context): Readable {
  return { object: workload.object, workload: workloadValues(workload, expression), namespaceObject: namespaceValues(workload.namespace, expression, context) };
}

export function ofNamespace({ name, object }: NamespaceSubject, expression: Expression, context: Context): Readable {
  return { object: object ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, namespaceObject: namespaceValues(name, expression, context) };
}

export function ofObject({ object, ref }: ObjectSubject, expression: Expression, context: Context): Readable {
  return { object, ...(ref.namespace === undefined ? {} : { namespaceObject: namespaceValues(ref.namespace, expression, context) }) };
}

function containerValues(container: Container, expression: Expression): object {
  const { name, list, image, spec, privileged, hostProcess, capabilities, addedCapabilities, droppedCapabilities, allowPrivilegeEscalation, runAsUser, runAsGroup, runAsNonRoot, readOnlyRootFilesystem, appArmor, procMount } = container;
  return expression.fields(
    {
      name, list, image, repository: repositoryName(image), spec, privileged, hostProcess, capabilities: [...capabilities], addedCapabilities, droppedCapabilities, allowPrivilegeEscalation, runAsUser, runAsGroup, runAsNonRoot, readOnlyRootFilesystem, appArmor, procMount,
      hostPaths: container.hostPaths.map(({ path, mountPath, readOnly, type, via }) => ({ path, mountPath, readOnly, type, via })),
      tokens: container.tokens.map(({ serviceAccount, audience, expirationSeconds, mountPath, automatic }) => ({ serviceAccount: accountName(serviceAccount), audience, expirationSeconds, mountPath, automatic })),
    },
    { runsAsRoot: () => container.runsAsRoot, seccomp: () => container.seccomp, apiToken: () => map(container.apiToken, (account) => (account === null ? null : accountName(account))) },
  );
}

function workloadValues(workload: Workload, expression: Expression): object {
  const { ref, namespace, labels, annotations, spec, managedBy, instances, running, mirror, windows, hostNetwork, hostPID, hostIPC, serviceAccount } = workload;
  return expression.fields(
    { kind: ref.kind, name: ref.name, namespace, labels, annotations, spec, managedBy, instances, running, mirror, windows, hostNetwork, hostPID, hostIPC, serviceAccount: serviceAccount.name },
    { userNamespace: () => workload.userNamespace },
  );
}

/** As policies of Kubernetes see it. */
function namespaceValues(name: string, expression: Expression, { cluster }: Context): object {
  const object = cluster.find('Namespace', '', undefined, name);
  const read = (part: 'labels' | 'annotations') => (): Fact<unknown> => unknown(gap('api', `gap/namespace/${name}`, `Which ${part} does namespace ${name} have? kubectl get namespace ${name} -o yaml`));
  const labels = { ...object?.metadata.labels, 'kubernetes.io/metadata.name': name };
  const metadata = object ? expression.fields({ name, labels, annotations: object.metadata.annotations ?? {} }) : expression.fields({ name }, { labels: read('labels'), annotations: read('annotations') });
  return expression.fields({ metadata });
}

/** `NAMESPACE/NAME`. */
function accountName({ namespace = '', name }: ObjectRef): string {
  return `${namespace}/${name}`;
}
