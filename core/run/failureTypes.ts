/** Types of failures that mean something to whoever gets them, in Temporal as on the command line. */

/** An argument or a recipe that cannot be run. Never retried: the message says what to mend. */
export const invalidInput = 'InvalidInput';

/** Something is away that comes back: Temporal tries again. */
export const passing = 'Passing';

/** The work can't go on until somebody has mended what the message says: the run pauses on it. */
export const needsMending = 'NeedsMending';

/** A fault of Seedbed, which trying again won't mend: the run pauses on it and says what to report. */
export const defect = 'Defect';

/** A run that was stopped left this undone, since somebody would have had to mend something first. */
export const leftUndone = 'LeftUndone';
