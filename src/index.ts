// The library: what other programs may rely on.
export { assess, type AssessOptions } from './assess.ts';
export { AttackQuestionError, type AttackStep, type Path as AttackPath, type Reached } from './attack/attack-graph.ts';
export { collect, SourceError, type CollectOptions } from './collect/index.ts';
export { aggregatedRules, Authorizer, groupsOf, requestAttributes, rulesCover } from './engines/access/index.ts';
export { PodAdmission, type AdmissionAnswer, type PodCreation } from './engines/admission/index.ts';
export { Network, NetworkQuestionError, policyProblems, type Answer, type Connection, type Exposed, type NetworkOptions, type PolicyProblem, type PortMap } from './engines/network/index.ts';
export { admitPodSecurity, defaultPod, evaluatePodSecurity, resolvePodSecurityPolicy } from './engines/pod-security/index.ts';
export type { Assessment, Finding, RecommendationResult, ThreatResult } from './model/assessment.ts';
export type { KubernetesObject, ObjectRef } from './model/object.ts';
export type { Snapshot } from './model/snapshot.ts';
export { PlanningGraph as AttackGraph, type GraphPlan, type GraphPlanOptions } from './plan/planning-graph.ts';
export { planWith, type DiffOf, type PlanOf } from './plan/result.ts';
export type { PlanEdit, PlanRemaining as Remaining, PlanResult } from './model/plan.ts';
