import type { TeacherFailure } from '../failure';
import type { Lessons } from '../lessons';
import type { StructuredOutput } from '../wireTraits';

/** What came of one question: what it showed, or why nothing. */
export type Finding<Shown> =
  | { readonly ok: true; readonly shown: Shown; readonly milliseconds: number }
  | { readonly ok: false; readonly failure: TeacherFailure };

/** What an endpoint showed, asked a handful of tiny questions. What was not asked is absent. */
export interface EndpointFindings {
  /** Names of its models; a failure where it lists none. */
  readonly models: Finding<readonly string[]>;
  /** The model that was asked; absent where nobody says which. */
  readonly model?: string;
  readonly chat?: Finding<ChatShown>;
  readonly structured?: Finding<StructuredShown>;
  /** Asked for any JSON, where its schema was taken and not followed. */
  readonly json?: Finding<StructuredShown>;
  readonly completions?: Finding<{ readonly text: string }>;
  /** How many tokens of an echoed prompt had a log-probability. */
  readonly logProbabilities?: Finding<number>;
  /** Length of a vector. */
  readonly embeddings?: Finding<number>;
  /** What refusals taught. */
  readonly lessons: Lessons;
  /** Of the answers' headers those that speak of limits, with their values. */
  readonly limits: Readonly<Record<string, string>>;
}

export interface ChatShown {
  readonly text: string;
  /** Parameters that went out and were taken, by their names on the wire. */
  readonly sent: readonly string[];
  /** Whether a thought came with it, and whether it could be read. */
  readonly thought: 'none' | 'shown' | 'kept back';
}

export interface StructuredShown {
  /** The form in which it was asked in the end. */
  readonly form: StructuredOutput;
  readonly isJson: boolean;
  readonly followsSchema: boolean;
}
