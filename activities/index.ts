export { asAttempts, type AttemptLog } from './attempts';
export { activitySignal } from './activitySignal';
export { createComputeActivities, type ComputeActivities } from './computeActivities';
export { beforeIterations, ledgerScope, type ActivityDependencies, type ModelsOf } from './dependencies';
export { NoveltyPools } from './noveltyPools';
export { RunMemory } from './runMemory';
export { createReviewActivities, type ReviewActivities } from './reviewActivities';
export { createRunActivities, type RunActivities } from './runActivities';
export { createTeacherActivities, type TeacherActivities } from './teacherActivities';
