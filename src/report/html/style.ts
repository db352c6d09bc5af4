import { baseStyle } from './style-base.ts';
import { sectionStyle } from './style-sections.ts';
import { stateStyle } from './style-states.ts';

/** The one style of the page: constant, so that its hash can stand in the policy. */
export const style: string = `${baseStyle}${sectionStyle}${stateStyle}`;
