import { proseFenceOf } from '../../foundations/text/proseFence';

/** How transcripts name who speaks, at the beginning of a line: "User:", "**Assistant**:", "### Human". */
const user = 'user|human|person|customer|student|nutzer|benutzer|usuario|utilisateur|用户|ユーザー';
const assistant = 'assistant|ai|ai assistant|bot|chatbot|model|chatgpt|assistent|asistente|助手|アシスタント';
const marks = (names: string): string =>
  `(?:[*_#\\[<|]{1,4}\\s*)?(?:${names})(?:\\s*[*_\\]>|]{1,4})?\\s*(?:[:：]|(?<=[*_\\]>|])(?=\\s*\\n))[*_]{0,2}`;
const ofUser = new RegExp(`^\\s*${marks(user)}\\s*`, 'iu');
const ofAssistant = new RegExp(`^\\s*${marks(assistant)}\\s*`, 'iu');
const ofAnybody = new RegExp(`^[ \\t]*${marks(`${user}|${assistant}`)}`, 'imu');
/** What chat templates put between turns: "<|im_end|>", "[/INST]". */
const template = /<\|(?:im_start|im_end|user|assistant|end|eot_id)[^|\n]{0,20}\|>|\[\/?INST\]|<\/?s>/iu;

/** A text without the name of who says it, where that stands before it; a user's also without quotation marks or a code fence around all of it. */
export function withoutSpeaker(text: string, whose: 'user' | 'assistant'): string {
  const spoken = text
    .trim()
    .replace(whose === 'user' ? ofUser : ofAssistant, '')
    .trim();
  if (whose === 'assistant') return spoken;
  const fence = proseFenceOf(spoken);
  if (fence) return withoutSpeaker(fence.inner, whose);
  const [, quoted] = /^["“](?<inner>[^"“”]+)["”]$/u.exec(spoken) ?? [];
  return quoted?.trim() ?? spoken;
}

/** The name of a speaker, or the mark of a chat template, that a text holds at the beginning of a line; undefined where it holds none. */
export function speakerIn(text: string): string | undefined {
  return (ofAnybody.exec(text) ?? template.exec(text))?.[0].trim();
}
