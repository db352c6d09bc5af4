import type { Format } from '../format.ts';
import { pageChunks } from '../html/page.ts';
import { severalPages } from '../html/several.ts';

const html: Format = {
  what: 'one page for people, in one file that asks the network for nothing',
  chunks: pageChunks,
  several: severalPages,
};
export default html;
