/** Why an answer ended, in the OpenAI API's terms. `unknown` for anything else that an endpoint may say. */
export type FinishReason = 'stop' | 'length' | 'content_filter' | 'unknown';
