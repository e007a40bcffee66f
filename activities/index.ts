export { asAttempts, type AttemptLog } from './attempts';
export { createComputeActivities, type ComputeActivities } from './computeActivities';
export { type ActivityDependencies } from './dependencies';
export { NoveltyPools } from './noveltyPools';
export { createReviewActivities, type ReviewActivities } from './reviewActivities';
export { createRunActivities, type RunActivities } from './runActivities';
export { createTeacherActivities, type TeacherActivities } from './teacherActivities';
