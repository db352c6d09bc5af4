import type { Format } from '../format.ts';
import { scanScreen } from '../terminal-scan.ts';
import { severalScreens } from '../terminal-several.ts';

const terminal: Format = {
  what: 'for people at a terminal',
  chunks: (assessment, view) => [scanScreen(assessment, view.screen, view)],
  several: (assessments, view) => severalScreens(assessments, view.screen, (assessment) => scanScreen(assessment, view.screen, view)),
};
export default terminal;
