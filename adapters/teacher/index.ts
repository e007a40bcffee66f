export { glanceAtEndpoint } from './glanceAtEndpoint';
export { LessonBook } from './lessonBook';
export {
  Limiter,
  systemClock,
  type AcquireOptions,
  type Clock,
  type LimiterOptions,
  type LimiterState,
  type Slot,
} from './limiter';
export { createTeacher } from './openAiTeacher';
export { mostProbes, mostProbeTokens, probeEndpoint, type Probed } from './probeEndpoint';
export { TeacherError, type ReceivedAnswer, type SendOptions, type Teacher } from './teacher';
