import type { Format } from '../format.ts';
import { jsonChunks } from '../json.ts';

const json: Format = {
  what: 'everything, as glacis.report/v1',
  chunks: jsonChunks,
};
export default json;
