export { createComputeActivities, type ComputeActivities } from './computeActivities';
export { type ActivityDependencies } from './dependencies';
export { NoveltyPools } from './noveltyPools';
export { createRunActivities, type RunActivities } from './runActivities';
export { createTeacherActivities, type TeacherActivities } from './teacherActivities';
