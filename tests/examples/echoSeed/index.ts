import { z } from 'zod';
import { lackOfSection } from '../../../core/proposing/lackOfSection';
import type { Lineage } from '../../../core/vocabulary/lineage';
import type { PlannedWork } from '../../../core/vocabulary/plannedWork';
import { sectionOf, type Strategy } from '../../../core/proposing/strategy';
import { callKey } from '../../../core/teacher/callKey';
import type { TeacherRequest } from '../../../core/teacher/request';

const name = 'echoSeed';
const section = z
  .strictObject({
    places: z.array(z.string().min(1)).min(1).describe('Where each seed is moved to.'),
  })
  .optional()
  .describe('Seeds, said again about other places.');

interface EchoWork extends PlannedWork {
  readonly strategy: typeof name;
  readonly seed: number;
  readonly place: string;
  readonly request: TeacherRequest;
}

/** A strategy as somebody may add it: every seed is moved to every place, once. */
export const echoSeed: Strategy<EchoWork> = {
  name,
  pairs: 'that say a seed again about another place',
  section,
  isUsual: false,
  asksFirst: true,
  declaresCell: false,
  steered: false,
  endless: false,

  lack: lackOfSection(name),
  problems: ({ seeds }) =>
    seeds ? [] : [{ field: 'seeds', message: '"seeds" is missing: echoSeed moves seeds, add some.' }],

  plan({ setup, materials: { seeds } }, _knowledge, { from, count }) {
    const { endpoint, model } = setup.roles.propose;
    const places = sectionOf(setup.recipe, { name, section })?.places ?? [];
    const all = places.flatMap((place) =>
      seeds.map(({ instruction }, seed) => ({ place, instruction, seed })),
    );
    return all.slice(from, from + count).map(({ place, instruction, seed }): EchoWork => ({
      strategy: name,
      seed,
      place,
      request: {
        ...{ role: 'propose', endpoint, model, parameters: {}, sample: `echo/${seed}/${place}` },
        prompt: { kind: 'completion', prompt: `${instruction}\nThe same ${place}:` },
      },
    }));
  },
  *inquiry(_context, { seed, place, request }) {
    const [answer] = yield [request];
    const lineage: Lineage = {
      ...{ strategy: name, prompts: [], calls: [callKey(request)] },
      ...{ examples: [{ seed }], attributes: { place } },
    };
    const instruction = answer?.text.trim() ?? '';
    if (instruction === '') return { unreadable: 'the answer is empty', raw: '', lineage };
    return { proposed: [{ instruction, family: null, identity: null, lineage }] };
  },

  story: ({ attributes }) => `moved ${attributes?.['place'] ?? 'elsewhere'}`,
};
