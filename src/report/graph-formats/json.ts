import type { GraphFormat } from '../graph-format.ts';
import { safeJson } from '../json.ts';

const format: GraphFormat = {
  what: 'JSON: nodes and steps, several starts of a step together',
  write: ({ tool, name, nodes, steps, path }) => `${safeJson({ schema: 'glacis.export/v1', tool, name, nodes, steps, path })}\n`,
};
export default format;
