import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { proposalPrompt } from '../../../../core/recipe/prompts/continuation';
import * as paper from '../../../../core/recipe/prompts/paper';
import type { SeedTask } from '../../../../core/vocabulary/seedTask';
import { respondInquiry } from '../../../../core/responding/respondInquiry';
import type { TeacherAnswer, TeacherPrompt, TeacherRequest } from '../../../../core/teacher/request';
import { runSetup } from '../../proposing/testSetup';
import { ourPrompt } from '../../../support/ourPrompts';

/** What was asked before prompts became files, with hostile instructions and seeds. */
interface Recorded {
  readonly proposals: { readonly examples: readonly string[]; readonly prompt: string };
  readonly seeds: readonly SeedTask[];
  readonly conversations: readonly {
    readonly form: 'paper' | 'together';
    readonly instruction: string;
    readonly answers: readonly (readonly string[])[];
    readonly asked: readonly (readonly TeacherRequest[])[];
  }[];
}

const recorded = JSON.parse(
  readFileSync(join(__dirname, '../../../fixtures/prompts/requests.json'), 'utf8'),
) as Recorded;

const answer = (text: string): TeacherAnswer => ({
  text,
  finishReason: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  requestId: 'r',
});

describe('the prompts in files ask the same, byte for byte, as those in code did', () => {
  test.each(recorded.conversations)(
    'for responses ($form): $instruction',
    ({ form, instruction, ...then }) => {
      const materials = { seeds: recorded.seeds, sources: [], lists: {}, personas: [] };
      const writing = respondInquiry(
        { setup: runSetup({}, {}, form), materials },
        { instruction, strategy: 'selfInstruct', cell: null },
      );
      const asked: (readonly TeacherRequest[])[] = [];
      let step = writing.next();
      for (const answers of then.answers) {
        if (step.done) break;
        asked.push(step.value);
        step = writing.next(answers.map(answer));
      }
      expect(step.done).toBe(true);
      expect(asked).toEqual(then.asked);
    },
  );

  test('for proposals', () => {
    const { examples, prompt } = recorded.proposals;
    expect(proposalPrompt(ourPrompt('proposeList'), examples)).toEqual<TeacherPrompt>({
      kind: 'completion',
      prompt,
    });
  });

  test.each(['classification', 'instances', 'labelledInstances'] as const)(
    'and the schema of %s is the one that its answers are read by',
    (name) => {
      const file = ourPrompt(name === 'classification' ? 'classify' : name);
      expect(file.schema?.schema).toEqual(z.toJSONSchema(paper[name]));
    },
  );
});
