import { inWords } from './page/inWords';

/** What a run's conversations say again and again. Texts are the same where they differ in case, white space and marks alone. */
export interface ConversationReport {
  readonly conversations: number;
  /** What users say after the first response, and how many different messages that is. */
  readonly messages: number;
  readonly different: number;
  /** Messages with the response that they have, both of which stand in another conversation as well, beyond the first of each. */
  readonly repeated: number;
  /** The message that stands in most conversations; null where none stands in two. */
  readonly commonest: { readonly message: string; readonly conversations: number } | null;
}

/** The same in a sentence. */
export function conversationWords({
  conversations,
  messages,
  different,
  repeated,
  commonest,
}: ConversationReport): string {
  const parts = [
    `${inWords(conversations)} conversations go on with ${inWords(messages)} messages, of which ${inWords(different)} are different ones`,
    ...(commonest
      ? [`the commonest, “${commonest.message}”, stands in ${inWords(commonest.conversations)} of them`]
      : []),
    `${repeated === 0 ? 'none has' : inWords(repeated) + (repeated === 1 ? ' has' : ' have')} the same response as in another conversation`,
  ];
  return `${parts.join('; ')}.`;
}
