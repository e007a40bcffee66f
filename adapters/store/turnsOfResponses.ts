/** The field `turns` of a row of responses, for its object: nothing where the conversation ends with the response. SQL. */
export function turnsField(row: string): string {
  return `case when ${row}.turns is null then '{}' else jsonb_build_object('turns', ${row}.turns) end`;
}

/** (run_key, iteration, ordinal, prompt): prompts and versions that responses were written with, and what followed them. SQL. */
export const promptsOfResponses = `
  select run_key, iteration, ordinal, jsonb_array_elements_text(prompts) as prompt from responses
  union all
  select run_key, iteration, ordinal, jsonb_array_elements_text(turn -> 'prompts')
  from responses, jsonb_array_elements(turns) as turn`;
