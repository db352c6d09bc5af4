export { admitPodSecurity } from './admission.ts';
export { defaultPod, defaultPodTemplate } from './defaults.ts';
export { evaluatePodSecurity, type Failure, type PodSecurityResult } from './evaluate.ts';
export { compareLevels, levels, levelText, policyMinor, type Level, type LevelVersion } from './levels.ts';
export type { Pod } from './pod.ts';
export { levelLabel, modes, resolvePodSecurityPolicy, type Labels, type Mode, type PodSecurityPolicy, type PolicyDefaults, type ResolvedPolicy } from './policy.ts';
export type { AdmissionOptions, Exemptions, PodSecurityDecision, PodSecurityRequest } from './request.ts';
export { podSecurityConfiguration, type PodSecurityConfiguration } from './configuration.ts';
export { couldEnforce, liveWorkloads, refusalOf, surveyPodSecurity, type LevelSource, type ModeInForce, type NamespaceSurvey, type PodSecurityViolation } from './survey.ts';
