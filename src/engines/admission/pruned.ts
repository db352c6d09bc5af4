// What the API server's own types leave out when they are written again: empty lists, maps and strings, and the zeros of
// fields that cannot tell zero from unset. Expressions then find no such key.
const maps = new Set(['labels', 'annotations', 'nodeSelector', 'limits', 'requests', 'matchLabels', 'data', 'binaryData', 'options', 'volumeAttributes', 'overhead']);
const flags = new Set(['hostNetwork', 'hostPID', 'hostIPC', 'stdin', 'stdinOnce', 'tty', 'readOnly']);
const numbers = new Set(['hostPort', 'containerPort', 'initialDelaySeconds']);
const keptLists = new Set(['containers']);

/** A value of Kubernetes' own kinds in the form in which the API server shows it to policies. */
export function pruned(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => pruned(each));
  if (value === null || typeof value !== 'object') return value;
  // The content of a map is kept as it is, an empty value too.
  if (maps.has(key)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name, each]) => !isLeftOut(name, each)).map(([name, each]) => [name, pruned(each, name)]));
}

function isLeftOut(name: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0 && !keptLists.has(name);
  if (typeof value === 'object') return maps.has(name) && Object.keys(value).length === 0;
  return (value === false && flags.has(name)) || (value === 0 && numbers.has(name));
}
