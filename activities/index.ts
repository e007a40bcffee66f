export { asAttempts, type AttemptLog } from './attempts';
export { activitySignal } from './activitySignal';
export { createComputeActivities, type ComputeActivities } from './computeActivities';
export {
  beforeIterations,
  ledgerScope,
  type ActivityDependencies,
  type DecidingDependencies,
  type ModelsOf,
} from './dependencies';
export { NoveltyPools } from './noveltyPools';
export { RunMemory } from './runMemory';
export { createPlanActivities } from './planActivities';
export { createReviewActivities, type ReviewActivities } from './reviewActivities';
export { createRunActivities, type RunActivities } from './runActivities';
export { createTeacherActivities, type TeacherActivities } from './teacherActivities';
