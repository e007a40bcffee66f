import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadPromptLibrary, loadPromptSet, promptPath } from '../../../adapters/workspace/loadPrompts';
import type { Recipe } from '../../../core/recipe/schema';
import { choosePrompt, promptReference } from '../../../core/recipe/prompts/promptSet';
import { renderPrompt } from '../../../core/recipe/prompts/renderPrompt';
import { ourPrompt, ourPrompts } from '../../support/ourPrompts';

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seedbed-prompts-'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

interface Written {
  readonly version?: string;
  readonly role?: string;
  readonly more?: string;
  readonly text?: string;
}

function write(path: string, content: string): void {
  const file = join(workspace, 'prompts', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A version of `respond` in the workspace. */
function writeRespond(
  version: string,
  { role = 'respond', more = '', text = 'Please: {{ instruction }}', ...file }: Written = {},
): void {
  write(
    `respond/${version}.yaml`,
    `name: respond\nversion: '${file.version ?? version}'\ndescription: Politely.\nrole: ${role}\nvariables:\n  instruction: What is asked.\n${more}messages:\n  - user: '${text}'\n`,
  );
}

const chosen = async (choices: Recipe['prompts'] = {}): Promise<string[]> =>
  ((await loadPromptSet(choices, workspace))['respond'] ?? []).map(
    ({ file, share }) => `${promptReference(file)} ${share}`,
  );

describe('the prompts of a run', () => {
  test('are all of ours where nothing else is said', async () => {
    expect(await loadPromptSet({}, workspace)).toEqual(ourPrompts);
    expect(await chosen()).toEqual(['respond@1 1']);
  });

  test('are read once: two runs share ours', async () => {
    const [one, two] = [await loadPromptSet({}, workspace), await loadPromptSet({}, workspace)];
    expect(one['classify']?.[0]?.file).toBe(two['classify']?.[0]?.file);
  });

  test("are the workspace's newest version before ours, numbers by their value and names after them", async () => {
    writeRespond('2');
    expect(await chosen()).toEqual(['respond@2+workspace 1']);
    writeRespond('10');
    expect(await chosen()).toEqual(['respond@10+workspace 1']);
    writeRespond('mine');
    expect(await chosen()).toEqual(['respond@mine+workspace 1']);
  });

  test("of a version that both have are the workspace's, and told apart from ours", async () => {
    writeRespond('1');
    expect(await chosen({ respond: '1' })).toEqual(['respond@1+workspace 1']);
    const file = choosePrompt(await loadPromptSet({}, workspace), 'respond', 0);
    expect(renderPrompt(file, { instruction: 'Go.' })).toEqual({
      kind: 'chat',
      messages: [{ role: 'user', content: 'Please: Go.' }],
    });
    expect(promptPath(file, workspace)).toBe(join(workspace, 'prompts', 'respond', '1.yaml'));
  });

  test('are the versions that the recipe names, by shares that add up to 1', async () => {
    writeRespond('mine');
    expect(await chosen({ respond: '1' })).toEqual(['respond@1 1']);
    expect(await chosen({ respond: { '1': 1, mine: 3 } })).toEqual([
      'respond@1 0.25',
      'respond@mine+workspace 0.75',
    ]);
  });

  test('survive the journey into the store and back', async () => {
    const set = await loadPromptSet({}, workspace);
    const back = JSON.parse(JSON.stringify(set)) as typeof set;
    const values = { instruction: 'a', input: 'b' };
    expect(renderPrompt(choosePrompt(back, 'respondWithInput', 0), values)).toEqual(
      renderPrompt(choosePrompt(set, 'respondWithInput', 0), values),
    );
  });

  test('are drawn by their shares', async () => {
    writeRespond('mine');
    const set = await loadPromptSet({ respond: { '1': 1, mine: 3 } }, workspace);
    const drawn = [0, 0.2499, 0.25, 0.9999, 1].map((draw) => choosePrompt(set, 'respond', draw).version);
    expect(drawn).toEqual(['1', '1', 'mine', 'mine', 'mine']);
    expect(() => choosePrompt(set, 'answer', 0)).toThrow('There is no prompt "answer"');
  });
});

describe('what cannot be used is told in one sentence', () => {
  test.each<[string, Recipe['prompts'], string]>([
    ['an unknown prompt', { respnd: '1' }, 'did you mean "respond"?'],
    ['an unknown version', { respond: '7' }, 'There is no version "7" of the prompt "respond"; it has 1.'],
    ['an unknown version among several', { respond: { '1': 1, '7': 1 } }, 'There is no version "7"'],
  ])('%s in a recipe', async (_, choices, message) => {
    await expect(loadPromptSet(choices, workspace)).rejects.toThrow(message);
  });

  test.each<[string, Written, string]>([
    [
      'a variable that is not declared, with its line',
      { text: '{{ instruction }} {{ mood }}' },
      'The workspace\'s prompts/respond/2.yaml, line 8: "messages[0].user" uses "mood", which is not among its variables: instruction.',
    ],
    [
      'a variable that nobody gives',
      { more: '  mood: How one feels.\n' },
      'declares the variable "mood", which is not given to "respond"; it is given instruction.',
    ],
    [
      'a text that is no Liquid',
      { text: '{% if instruction %}' },
      'line 8: "messages[0].user" is not a valid text: tag {% if instruction %} not closed.',
    ],
    ['a tag that reads files', { text: '{% include "a" %}' }, 'tag "include" not found'],
    ['a filter that is not allowed', { text: '{{ instruction | date }}' }, 'undefined filter: date'],
    ['another role', { role: 'judge' }, 'has the role "judge", but "respond" is asked in the role "respond"'],
    ['an unknown role', { role: 'critic' }, '"role" is the text "critic", but must be'],
    [
      'a version that its path contradicts',
      { version: '3' },
      '"version" is "3", but must be "2", as its path says.',
    ],
    ['an unknown field', { more: 'colour: red\n' }, '"colour" is not a field of the prompt'],
    ['two forms at once', { more: 'completion: x\n' }, 'needs either "messages" or "completion"'],
    ['a schema of no object', { more: 'schema: { type: array }\n' }, '"schema" must have the type "object"'],
  ])('%s', async (_, written, message) => {
    writeRespond('2', written);
    await expect(loadPromptSet({}, workspace)).rejects.toThrow(message);
  });

  test('a mistake in a block of text, with its line in the file', async () => {
    write(
      'respond/2.yaml',
      "name: respond\nversion: '2'\ndescription: d\nrole: respond\nvariables: { instruction: i }\nmessages:\n  - user: |-\n      One.\n      {{ instruction }}\n      {{ mood }}\n",
    );
    await expect(loadPromptLibrary(workspace)).rejects.toThrow('prompts/respond/2.yaml, line 10: ');
  });

  test('a list that is not declared, a message without a text, and a prompt that nobody asks', async () => {
    const file = (messages: string): string =>
      `name: respond\nversion: '2'\ndescription: d\nrole: respond\nvariables: { instruction: i }\nmessages:\n${messages}`;
    write('respond/2.yaml', file('  - each: pairs\n    as: pair\n    messages: [{ user: "{{ pair }}" }]\n'));
    await expect(loadPromptLibrary(workspace)).rejects.toThrow(
      'line 7: "messages[0].each" repeats over a list',
    );
    write('respond/2.yaml', file('  - system: a\n    user: b\n'));
    await expect(loadPromptLibrary(workspace)).rejects.toThrow(
      '"messages[0]" must have one of system, user, assistant',
    );
    rmSync(join(workspace, 'prompts'), { recursive: true });
    write('clasify/1.yaml', file('  - user: a\n').replace('respond', 'clasify').replace("'2'", "'1'"));
    await expect(loadPromptLibrary(workspace)).rejects.toThrow('did you mean "classify"?');
  });
});

describe('our own prompts', () => {
  const names = Object.keys(ourPrompts);

  test.each(names)('%s fences what is generated, wherever its texts have fences', (name) => {
    const text = readFileSync(promptPath(ourPrompt(name), workspace), 'utf8');
    for (const [, , inner] of text.matchAll(/<([a-z]+)>\s*\{\{(.*?)\}\}\s*<\/\1>/gs))
      expect(inner).toContain('| fence');
  });

  test('leave out a message that comes to nothing, and repeat those of a list', () => {
    const file = ourPrompt('together');
    const examples = [{ instruction: 'a', input: '', response: 'b' }];
    expect(renderPrompt(file, { examples, instruction: 'c', makesInput: false })).toMatchObject({
      messages: [{ content: 'a' }, { content: 'b' }, { content: 'c' }],
    });
    expect(() => renderPrompt(file, { examples: 'none', instruction: 'c', makesInput: false })).toThrow(
      'Prompt together@1: "examples" is repeated over, and is no list.',
    );
    expect(() => renderPrompt(ourPrompt('respond'), {})).toThrow('Prompt respond@1, line 1 of');
  });
});
