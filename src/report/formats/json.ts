import type { Format } from '../format.ts';
import { jsonChunks, severalJsonChunks } from '../json.ts';

const json: Format = {
  what: 'everything, as glacis.report/v1',
  chunks: jsonChunks,
  several: severalJsonChunks,
};
export default json;
