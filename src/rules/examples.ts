// Wrappers that keep the examples of rules as short as the field they are about.

/** A Pod `app` in namespace `shop` whose only container has these fields, as YAML. */
export function inContainer(yaml: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: app, namespace: shop}
spec:
  containers:
    - name: app
      image: registry.example/app@sha256:${'0'.repeat(64)}
${indented(yaml, 6)}`;
}

/** A Pod `app` in namespace `shop` with these fields in its spec, as YAML, beside one plain container. */
export function inPod(yaml: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: app, namespace: shop}
spec:
  containers:
    - name: app
      image: registry.example/app@sha256:${'0'.repeat(64)}
${indented(yaml, 2)}`;
}

/** Several documents as one input. */
export function documents(...yaml: readonly string[]): string {
  return yaml.join('\n---\n');
}

function indented(text: string, by: number): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}\n`)
    .join('');
}
