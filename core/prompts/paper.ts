import { z } from 'zod';
import type { PromptSet } from '../run/setup';
import type { AnswerSchema } from '../teacher/request';

/**
 * The prompts of the three-call form, in our own words, after the steps of Self-Instruct (Wang et al. 2022, section 2.2):
 * is it a classification task; instances, the label first where it is; the response.
 * Generated text goes between fences, as data.
 */
export const paperPrompts: PromptSet = {
  version: 'paper-1',
  classify: `A classification task is one whose correct output is always a label out of a small set that is known beforehand, whatever the input. Say of the last task whether it is one.

{examples}<task>
{instruction}
</task>
Answer with nothing but JSON: {"classification": true} or {"classification": false}.`,
  instances: `Write inputs for the task below: concrete, realistic texts or values that a person would hand over together with it, each different from the others. Write at most {most}. If the task can be done without any input, give exactly one instance whose input is the empty string. Do not do the task.

{examples}<task>
{instruction}
</task>
Answer with nothing but JSON: {"instances": [{"input": "…"}]}.`,
  labelledInstances: `The task below asks for one label out of a few. First choose a label that is a possible answer, then write an input for which that label is the correct one. Give at most {most} instances, with different labels as far as there are.

{examples}<task>
{instruction}
</task>
Answer with nothing but JSON: {"instances": [{"label": "…", "input": "…"}]}.`,
  respond: `{instruction}`,
  respondWithInput: `{instruction}

<input>
{input}
</input>`,
};

/** Fills `{placeholders}`. What is put in is not looked at again, so that generated braces stay as they are. */
export function fillPrompt(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

const classification = z.object({ classification: z.boolean() });
const instances = z.object({ instances: z.array(z.object({ input: z.string() })).min(1) });
const labelledInstances = z.object({
  instances: z.array(z.object({ label: z.string(), input: z.string() })).min(1),
});

/** An answer that was asked for as JSON: how it is asked for, and how it is read. */
export interface StructuredAnswer<Value> {
  readonly schema: AnswerSchema;
  /** The value, or undefined where the text holds no JSON of this shape. */
  parse(text: string): Value | undefined;
}

export const classificationAnswer = structuredAnswer('classification', classification);
export const instancesAnswer = structuredAnswer('instances', instances);
export const labelledInstancesAnswer = structuredAnswer('labelled_instances', labelledInstances);

function structuredAnswer<Value>(name: string, type: z.ZodType<Value>): StructuredAnswer<Value> {
  return {
    schema: { name, schema: z.toJSONSchema(type) },
    parse(text) {
      // Models without structured output like to add a sentence or a code fence around the object.
      const object = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
      try {
        return type.safeParse(JSON.parse(object)).data;
      } catch {
        return undefined;
      }
    },
  };
}
