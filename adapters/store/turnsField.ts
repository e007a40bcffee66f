/** The field `turns` of a row of responses, for its object: nothing where the conversation ends with the response. SQL. */
export function turnsField(row: string): string {
  return `case when ${row}.turns is null then '{}' else jsonb_build_object('turns', ${row}.turns) end`;
}
