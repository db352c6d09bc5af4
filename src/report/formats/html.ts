import type { Format } from '../format.ts';
import { pageChunks } from '../html/page.ts';

const html: Format = {
  what: 'one page for people, in one file that asks the network for nothing',
  chunks: pageChunks,
};
export default html;
