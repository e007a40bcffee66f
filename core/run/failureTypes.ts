/** Types of failures that mean something to whoever gets them, in Temporal as on the command line. */

/** An argument or a recipe that cannot be run. Never retried: the message says what to mend. */
export const invalidInput = 'InvalidInput';

/** The work can't go on until somebody has mended what the message says: the run pauses on it. */
export const needsMending = 'TeacherNeedsMending';
