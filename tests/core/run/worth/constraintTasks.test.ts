import { constraintKinds, constraintTasks } from '../../../../core/run/worth/constraintTasks';

const many = constraintTasks(400, 1);

/** The first task that says so. */
function taskThat(says: RegExp) {
  const task = many.find(({ instruction }) => says.test(instruction));
  if (!task) throw new Error(`No task says ${says.source}.`);
  return task;
}

test('equal seeds give equal tasks, of every kind as many, and none twice', () => {
  const tasks = constraintTasks(80, 7);
  const asked = tasks.map(({ instruction }) => instruction);
  expect(constraintTasks(80, 7).map(({ instruction }) => instruction)).toEqual(asked);
  expect(constraintTasks(80, 8).map(({ instruction }) => instruction)).not.toEqual(asked);
  expect(new Set(asked).size).toBe(80);
  for (const kind of constraintKinds) expect(tasks.filter((task) => task.kind === kind)).toHaveLength(20);
});

test('nothing is kept by an empty answer, nor by one that goes round in circles', () => {
  const none = ['', '\n…', 'i see, '.repeat(20), '- SNOW\n'.repeat(20)];
  expect(many.filter(({ isKeptBy }) => none.some((text) => isKeptBy(text)))).toEqual([]);
});

test.each([
  [/at most 10 words/, 'Water runs down to the sea.', 'Water runs down to the sea, and on its way it turns every mill.'],
  [/at least 15 words/, 'Water runs down to the sea, and on its way it turns every mill that people built.', 'Just a few words.'],
  [/in one sentence/, 'It is cold.', 'It is cold. It snows.'],
  [/exactly two sentences/, 'It is cold. It snows.', 'It is cold.'],
  [/lower case/, 'snow falls.', 'Snow falls.'],
  [/capital letters/, 'SNOW FALLS.', 'SNOW falls.'],
  [/any commas/, 'Snow and ice.', 'Snow, ice.'],
  [/quotation marks/, '"Snow falls."', 'He said "snow falls".'],
  [/JSON/, '```json\n{"title": "Snow", "text": "It falls."}\n```', '{"title": "Snow"}'],
  [/numbered list/, '1. one\n2. two', 'Here they are:\n1. one\n2. two'],
  [/Begin each line/, '- one\n- two', '* one\n* two'],
  [/List exactly three/, 'one\ntwo\nthree', 'one\ntwo'],
  [/Name three/, 'one, two, three.', 'one, two, three, four'],
  [/exactly two paragraphs/, 'It is cold.\n\nIt snows.', 'It is cold.\nIt snows.'],
  [/Use the word "snow"\./, 'White snow falls.', 'Snowmen melt.'],
  [/Use the word "snow" at least twice/, 'Snow on snow.', 'White snow falls.'],
  [/not use the word "the"/, 'Snow falls on other snow.', 'The snow falls.'],
  [/Begin with the word "Snow"/, 'Snow falls.', 'White snow falls.'],
  [/End with a question/, 'Does it snow?', 'Does it snow? No.'],
  [/That is all/, 'It snows. That is all.', 'That is all: it snows.'],
])('an answer keeps to %s, or does not', (says, keeping, breaking) => {
  const { isKeptBy } = taskThat(says);
  expect(isKeptBy(keeping)).toBe(true);
  expect(isKeptBy(breaking)).toBe(false);
}); // prettier-ignore
