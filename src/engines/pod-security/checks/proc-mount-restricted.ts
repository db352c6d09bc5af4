import type { Check } from '../check.ts';
import { otherProcMount } from './proc-mount.ts';

export const procMountRestricted: Check = {
  id: 'procMount_restricted',
  level: 'restricted',
  versions: [{ since: 35, replaces: 'procMount', run: otherProcMount }],
};
