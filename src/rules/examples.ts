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

/** A Pod `app` in namespace `shop` whose container mounts this volume at /data, both in YAML flow style. */
export function withVolume(source: string, mount = ''): string {
  return inPod(`volumes: [{name: data, ${source}}]`).replace('    - name: app\n', `    - name: app\n      volumeMounts: [{name: data, mountPath: /data${mount === '' ? '' : `, ${mount}`}}]\n`);
}

/** The same input beside a node of that version, which tells the version of the cluster. */
export function atVersion(version: string, yaml: string): string {
  return documents(yaml, `apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\nstatus: {nodeInfo: {kubeletVersion: v${version}}}\n`);
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
