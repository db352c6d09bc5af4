import { accessRecommendations } from './authentication.ts';
import { controlPlaneRecommendations } from './control-plane.ts';
import type { Recommendation } from './define.ts';
import { detectionRecommendations } from './detection.ts';
import { secretRecommendations } from './encryption-and-secrets.ts';
import { loggingRecommendations } from './logging.ts';
import { separationRecommendations } from './network-separation.ts';
import { containerRecommendations } from './pod-containers.ts';
import { podRecommendations } from './pod-security.ts';
import { upgradeRecommendations } from './upgrading.ts';

export type { Decider, GuideVersion, Recommendation } from './define.ts';

/** Stands wherever the ids or their count are shown: the guidance itself numbers nothing. */
export const guideNote: string = '97 recommendations: our split and numbering of the NSA/CISA guidance, which has neither.';

/** All recommendations in the order of the guidance: P, N, A, L, U, each by number. */
export const recommendations: readonly Recommendation[] = Object.freeze([
  ...containerRecommendations,
  ...podRecommendations,
  ...separationRecommendations,
  ...controlPlaneRecommendations,
  ...secretRecommendations,
  ...accessRecommendations,
  ...loggingRecommendations,
  ...detectionRecommendations,
  ...upgradeRecommendations,
]);
