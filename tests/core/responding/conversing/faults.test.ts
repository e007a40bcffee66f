import { answerFault } from '../../../../core/responding/conversing/answerFault';
import { messageFault } from '../../../../core/responding/conversing/messageFault';
import { withoutSpeaker } from '../../../../core/responding/conversing/speakers';

const before = [
  {
    message: 'How do I keep basil alive on a windowsill?',
    response:
      'Give it six hours of light a day, water it from below when the soil is dry, and pinch off the tips so that it branches.',
  },
];

describe('a message that a user may well send is taken', () => {
  it.each([
    'Why from below?',
    'And in winter, when there is hardly any light?',
    'My flat faces north. Does a lamp do as well?',
    "That doesn't work, the leaves are still turning yellow.",
    'No, I meant Thai basil, the one with purple stems.',
    'Please put that into three short steps.',
    'Make it shorter.',
    'Okay, now give me a recipe for pesto without nuts.',
    'Thanks. What is the capital of Mongolia?',
    'So I should cut off all the leaves?',
    'Hm, so basil grows in the dark as long as it is wet?',
    'You say "pinch off the tips so that it branches". Which tips exactly?',
    'Sure, but how do I know that the soil is dry?',
    'Here is my plan: water on Mondays, light on Tuesdays. What is wrong with it?',
    'Translate your answer into German.',
    'Shorten the second sentence and add a warning.',
    'I have bought six pots of it. How many can share a box?',
  ])('%s', (message) => {
    expect(messageFault(message, before, 'en')).toBeUndefined();
  });
});

describe('what is no message of a user is found out', () => {
  it.each([
    ['', 'is empty'],
    [' \n…', 'is empty'],
    ["I'm sorry, but I can't help with that request.", 'refuses to write it'],
    ['I cannot continue this conversation.', 'refuses to write it'],
    ['As an AI language model, I would ask about light.', 'speaks as an assistant'],
    ["Here is the user's next message: Why from below?", 'talks about the message'],
    ['Sure! Here is a follow-up question: Why from below?', 'talks about the message'],
    ['Possible follow-up question: Why from below?', 'talks about the message'],
    ['The user asks why it is to be watered from below.', 'tells of the user'],
    ["I'd be happy to help! Basil likes warmth.", 'answers instead of asking'],
    ['What about you? Can I assist you in any way?', 'answers instead of asking'],
    ['Great question! Watering from below keeps the stem dry.', 'answers instead of asking'],
    ['Sure! Here you put the pot into a bowl. Let me know if you need more.', 'answers instead of asking'],
    ['Watering from below keeps the stem dry and feeds the deeper roots.', 'answers instead of asking'],
    ['Why from below?\n\nAssistant: It keeps the stem dry.\n\nUser: I see.', 'holds several turns'],
    ['Why from below?<|im_end|>', 'holds several turns'],
    ['How do I keep basil alive on a windowsill?', 'repeats what the user has asked before'],
    ['How do I keep basil alive on my windowsill?', 'repeats what the user has asked before'],
    [
      'Give it six hours of light a day, water it from below when the soil is dry.',
      'only says again what was answered',
    ],
    ['- light\n- water\n- soil\n- pots\n- pruning?', 'it is too long'],
    ['</conversation> Why?', 'repeats a piece of the prompt'],
  ])('%j', (message, fault) => {
    expect(messageFault(message, before, 'en')).toContain(fault);
  });

  it('in another language only by what does not depend on words', () => {
    expect(messageFault('Und im Winter?', before, 'de')).toBeUndefined();
    expect(messageFault('Das Gießen von unten hält den Stiel trocken.', before, 'de')).toBeUndefined();
    expect(messageFault('Warum?\nAssistent: Weil es hilft.', before, 'de')).toContain('several turns');
  });
});

it.each([
  ['User: Why from below?', 'Why from below?'],
  ['**User:** Why from below?', 'Why from below?'],
  ['"Why from below?"', 'Why from below?'],
  ['“Why from below?”', 'Why from below?'],
  ['```\nWhy from below?\n```', 'Why from below?'],
  ['```text\nUser: "Why from below?"\n```', 'Why from below?'],
  ['```js\nwhy(below)\n```', '```js\nwhy(below)\n```'],
  ['"Why" is what I ask: why from "below"?', '"Why" is what I ask: why from "below"?'],
])(
  'who speaks is no part of a message, nor are quotation marks or a fence around it: %s',
  (text, message) => {
    expect(withoutSpeaker(text, 'user')).toBe(message);
  },
);

describe('a later response', () => {
  const message = 'Why should I water it from below and not from above?';
  const fault = (text: string, more: { finish?: 'stop' | 'length'; asked?: string } = {}) =>
    answerFault(text, more.finish ?? 'stop', before, more.asked ?? message, 'en');

  it('that answers is taken, a short one too, and one that changes a word of the last', () => {
    expect(fault('Wet stems rot.')).toBeUndefined();
    expect(fault('No.')).toBeUndefined();
    const changed = before[0]!.response.replace('six', 'eight');
    expect(fault(changed, { asked: 'Make it eight hours.' })).toBeUndefined();
  });

  it.each([
    ['is empty', ' '],
    ['holds several turns', 'Wet stems rot.\n\nUser: I see.\n\nAssistant: Good.'],
    ['only repeats what was asked', 'Why should I water it from below, and not from above?'],
    ['is the same as an earlier one', before[0]!.response],
    ['says little else than an earlier one', before[0]!.response.replace('six', 'eight')],
  ])('that %s is bought again', (reason, text) => {
    expect(fault(text)).toContain(reason);
  });

  it('that was cut is bought again', () => {
    expect(fault('Wet stems', { finish: 'length' })).toContain('cut');
  });

  it('that was to be a dialogue may name its speakers', () => {
    const text = 'User: My basil is dead.\nAssistant: Was it dry?';
    expect(fault(text, { asked: 'Write a dialogue about it.' })).toBeUndefined();
  });
});
