import type { TeacherAnswer, TeacherRequest } from './request';

/**
 * An inquiry of the teacher: yields requests that may be sent at once, is handed their answers in order, and comes to an
 * outcome. Pure: the same answers, the same outcome. So it is held once where answers are bought, and again where they are read.
 */
export type Inquiry<Outcome> = Generator<readonly TeacherRequest[], Outcome, readonly TeacherAnswer[]>;
