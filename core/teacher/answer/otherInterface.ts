import { fieldsIn, isFields, type Fields } from './fields';

const openAi = 'Seedbed speaks the OpenAI-compatible one';

/** What a body is that another interface than OpenAI's answers with, and which baseUrl to give instead; undefined where it isn't known. */
export function otherInterface(body: Fields): string | undefined {
  if (typeof body['done'] === 'boolean' && ('message' in body || 'response' in body))
    return `an answer of Ollama's own interface; ${openAi}: end the baseUrl with /v1, as in http://127.0.0.1:11434/v1`;
  if ('generation_settings' in body || ('tokens_predicted' in body && 'content' in body))
    return `an answer of llama.cpp's own interface; ${openAi}: end the baseUrl with /v1, as in http://127.0.0.1:8080/v1`;
  if (body['type'] === 'message' && Array.isArray(body['content']))
    return `an answer of Anthropic's own interface; ${openAi}: set the baseUrl to https://api.anthropic.com/v1, without /messages`;
  if (Array.isArray(body['candidates']) || ('promptFeedback' in body && !('choices' in body)))
    return `an answer of Gemini's own interface; ${openAi}: set the baseUrl to https://generativelanguage.googleapis.com/v1beta/openai`;
  if (body['object'] === 'response' && Array.isArray(body['output']))
    return 'an answer of the interface /responses; Seedbed asks /chat/completions: end the baseUrl with its version, such as /v1';
  if ('generated_text' in body)
    return `an answer of text-generation-inference's own interface; ${openAi}: end the baseUrl with /v1`;
  const data: unknown = Array.isArray(body['data']) ? body['data'][0] : undefined;
  if (isFields(data) && data['object'] === 'model')
    return 'a list of models; end the baseUrl with its version, such as /v1, and without a path of its own';
  if (fieldsIn(body, 'output') && 'request_id' in body)
    return "an answer of DashScope's own interface; set the baseUrl to https://dashscope.aliyuncs.com/compatible-mode/v1";
  return undefined;
}
