import { cisEntries } from './cis-1.12.ts';
import { define, type Standard } from './define.ts';

/**
 * 2.0.0 named 1.32 to 1.34 as its scope; 2.0.1 corrected that to 1.34 and 1.35. Against 1.12 nothing was added, dropped or
 * renumbered, so the entries are the same.
 */
export const cis20: Standard = define('cis-2.0', 'cis', 'CIS Kubernetes Benchmark 2.0.1', cisEntries, { minors: { from: 34, to: 35 } });
