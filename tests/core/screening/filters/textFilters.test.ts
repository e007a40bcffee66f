import type { Subject } from '../../../../core/screening/filters/filter';
import { filterProblems } from '../../../../core/screening/filters/filterProblems';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { rejection, textContext, textFilters } from './screening';

type Settings = RecipeInput['filters'];
type Case = [why: string, pair: Partial<Subject>];

/** That one filter, of all that there are, rejects the bad and none the good. */
function separates(name: string, bad: readonly Case[], good: readonly Case[], settings: Settings = {}): void {
  const own = textFilters.filter((filter) => filter.name === name);
  const free = { input: '' };
  describe(name, () => {
    test.each(bad)('rejects %s, and says why', async (_, pair) => {
      const by = await rejection(own, { ...free, ...pair }, settings);
      expect(by).toMatchObject({ filter: name, passed: false });
      expect(by?.reason).toMatch(/\S+ \S+/);
    });
    test.each(good)('keeps %s', async (_, pair) =>
      expect(await rejection(own, { ...free, ...pair }, settings)).toBeUndefined(),
    );
  });
}

const says = (response: string, instruction = 'Explain it to a friend.'): Partial<Subject> => ({
  response,
  instruction,
});

test('every filter has a name of its own, in its stage', () => {
  expect(new Set(textFilters.map(({ stage, name }) => `${stage} ${name}`)).size).toBe(textFilters.length);
});

separates(
  'responseWords',
  [
    ['too few words', says('Two words.')],
    ['too many', says('one two three four five six')],
  ],
  [['what lies between', says('one two three four')]],
  { responseWords: { min: 3, max: 5 } },
);

separates(
  'responseTokens',
  [['too many tokens', says('Supercalifragilisticexpialidocious antidisestablishmentarianism')]],
  [
    ['few tokens', says('Yes, it is.')],
    ['the name of a special token, as text', says('<|endoftext|>')],
  ],
  { responseTokens: { max: 8 } },
);

separates(
  'responseText',
  [
    ['a blocked word', says('This is a game changer, the source says.')],
    ['a blocked pattern', says('Call 12345, the source says.')],
    ['the lack of a required word', says('All is well.')],
  ],
  [['what holds a required word and nothing blocked', says('All is well, the SOURCE says.')]],
  {
    responseText: {
      blockWords: ['game  changer'],
      blockPatterns: ['\\d{5}'],
      requireWords: ['source', 'origin'],
    },
  },
);

describe('regular expressions of a recipe', () => {
  test('take time in proportion to the text, whatever they are', async () => {
    const settings = { responseText: { blockPatterns: ['^(a+)+$'] } };
    const response = `${'a'.repeat(5_000)}!`;
    expect(
      await rejection(
        textFilters,
        { response, input: '' },
        { ...settings, repetition: false, compression: false },
      ),
    ).toBeUndefined();
  });

  test('that are none are told with their field', () => {
    const { recipe } = textContext({ responseText: { blockPatterns: ['fine', '(?=no)', '['] } });
    expect(filterProblems(recipe).map(({ field }) => field)).toEqual([
      'filters.responseText.blockPatterns[1]',
      'filters.responseText.blockPatterns[2]',
    ]);
  });
});

separates(
  'compression',
  [
    [
      'a loop whose copies differ',
      says(
        Array.from(
          { length: 60 },
          (_, at) => `On day ${at} the man walked to the old mill and back again.`,
        ).join(' '),
      ),
    ],
  ],
  [
    [
      'prose',
      says(
        'The harbour lay quiet under a low sky. Nets dried on the railing, gulls quarrelled over scraps, and somewhere a radio played a song that nobody had asked for. An old man mended a rope with slow fingers; his dog slept beside him, twitching at dreams. Later the ferry came in, heavy with tourists, and for an hour the square was loud with voices, coins and the clatter of plates before the evening took everything back.',
      ),
    ],
    ['short texts', says('no no no no no no no no no no')],
  ],
);

separates(
  'refusal',
  [
    ['an English one', says("I'm sorry, but I can't help with that.")],
    ['a polite one', says('Unfortunately, I am unable to provide medical advice.')],
    ['a curt one', says('I cannot assist with this request.')],
    ['one after a preamble', says('I understand that you are curious. However, I must decline to answer.')],
    ['one by rule', says('It would not be appropriate for me to discuss this.')],
    ['one that asks back', says('Please provide more context, so that I can help.')],
    ['a German one', says('Es tut mir leid, aber ich kann dabei nicht helfen.')],
    ['a French one', says('Je suis désolé, mais je ne peux pas répondre à cette question.')],
    ['a Spanish one', says('Lo siento, pero no puedo ayudar con eso.')],
    ['a Chinese one', says('抱歉，我不能回答这个问题。')],
    ['a Japanese one', says('申し訳ありませんが、お答えできません。')],
  ],
  [
    [
      'a refusal that was asked for',
      says("I'm sorry, but I can't come on Friday.", 'Write a message that declines an invitation.'),
    ],
    [
      'what somebody else says',
      says("I'm sorry, we cannot offer that size.", 'Write what a shop assistant says.'),
    ],
    ['what nobody can', says('We cannot hear in space, since there is no air.')],
    ['sympathy', says("I'm sorry for your loss. She was a wonderful teacher.")],
    ['a story in the first person', says('I cannot forget the day when we met. It rained.')],
    [
      'a caveat later on',
      says(
        'Water boils at 100 °C at sea level. On mountains it is less; I cannot say how much without the height.',
      ),
    ],
  ],
);

separates(
  'boilerplate',
  [
    ['an AI that says so', says('As an AI language model, I have no favourite, but red is popular.')],
    ['one without feelings', says("I don't have personal opinions, but many people like it.")],
    ['a German one', says('Als KI-Sprachmodell habe ich keine Meinung dazu.')],
    ['one that says it later', says('Tea calms. I was trained on text, so I drink none. It is best hot.')],
    ['one where "you" is asked', says('I am just an AI, so I hear no music.', 'Do you like jazz?')],
    ['a French one', says("En tant que modèle de langage, je n'ai pas d'avis.")],
    ['a Chinese one', says('作为一个AI，我没有感情。')],
  ],
  [
    ['an answer about AI', says('As an AI system, it must be supervised.', 'What is said of AI in the law?')],
    ['what somebody else says', says('The screen said: "As an AI, I know the way." She followed it.')],
    ['a role that is another', says('As an artist, I paint every day.')],
    ['what was asked of itself', says("I don't have feelings.", 'How do you feel today?')],
  ],
);

separates(
  'promptLeakage',
  [
    ['a heading of a prompt', says('Paris.\n\n### Instruction:\nName another.')],
    ['a chat template', says('Paris.<|im_end|>')],
    ['another turn', says('Paris.\nUser: And of Spain?\nAssistant: Madrid.')],
    ['words of a prompt', says('The given prompt asks for a capital.')],
    ['a marker of Llama', says('[INST] Paris [/INST]')],
    ['the end of our own prompt', says('Paris. Answer with nothing but JSON: {"capital": "…"}')],
    [
      'an input that is the prompt itself',
      { input: '<task>\nName it.\n</task>\nAnswer with nothing but JSON: {}.' },
    ],
  ],
  [
    ['a recipe with headings', says('### Ingredients\nFlour\n\n### Instructions\n1. Mix.')],
    ['what the task holds itself', says('### Response:\nParis', 'Answer under the heading "### Response:".')],
    ['a prompt command', says('She was prompt and gave instructions.')],
    ['an input with tags of its own', { input: '<note><to>Ann</to></note>\nUser: hi\nAssistant: hello' }],
  ],
);

separates(
  'placeholder',
  [
    ['a gap', says('Dear [insert name], thank you.')],
    ['a name to be filled in', says('Kind regards, [Your Name]')],
    ['dummy text', says('Lorem ipsum dolor sit amet.')],
    ['work to be done', says('TODO: write the answer')],
    ['dots', says('...')],
    ['nothing', says('N/A')],
  ],
  [
    ['gaps that were asked for', says('Dear [Name], thank you.', 'Write a template for a thank-you letter.')],
    ['a link', says('See [your profile](https://example.com/profile).')],
    ['a citation', says('It was shown before [1].')],
    ['code', says('Use this:\n```python\n# TODO: more\nprint("[name]")\n```')],
    ['an array', says('The result is [1, 2, 3].')],
  ],
);

separates(
  'encoding',
  [
    ['an accent read as Latin-1', says('The cafÃ© is open.')],
    ['an apostrophe read as Windows-1252', says('Itâ€™s fine.')],
    ['Cyrillic read as Latin-1', says('ÐŸÑ€Ð¸Ð²ÐµÑ‚')],
    ['an emoji read as Windows-1252', says('Well done ðŸ˜€')],
    ['a degree sign with a stray character', says('It is 20Â°C.')],
    ['a lost character', says('The caf\ufffd is open.')],
    ['a control character', says('Ring the bell\u0007 now.')],
  ],
  [
    ['French', says('L’été, le café « Déjà vu » sert des crêpes à côté de la forêt.')],
    ['Portuguese in capitals', says('NÃO FAÇA ISSO, IRMÃO. “É UMA LIÇÔ.')],
    ['German in quotation marks', says('Es heißt „Spaß“ und „Straßenfuß“.')],
    ['Italian with dots', says('La verità è… “perché” è lì.')],
    ['Vietnamese', says('Tôi không biết tiếng Việt nhưng tôi thích phở bò và cà phê sữa đá.')],
    ['Icelandic and Turkish', says('Það er gott veður. Şu ağaç çok güzel.')],
    ['other scripts', says('Привет! 你好。こんにちは。مرحبا')],
    ['emoji of a family', says('👨‍👩‍👧 are here')],
    ['tabs and line ends', says('one\ttwo\r\nthree')],
  ],
);

separates(
  'language',
  [
    [
      'German for English',
      says('Der Hund schläft auf dem Sofa, weil er nach dem langen Spaziergang müde ist.'),
    ],
    ['Chinese for English', says('狗在沙发上睡觉，因为它走了很长的路，很累了。')],
    [
      'English for French',
      {
        ...says('The dog sleeps on the sofa because it is tired after the walk.', 'Décris le chien.'),
        language: 'fr',
      },
    ],
    [
      'Spanish for English',
      says('El perro duerme en el sofá porque está muy cansado después del paseo por el parque.'),
    ],
  ],
  [
    ['English', says('The dog sleeps on the sofa because it is tired after the walk.')],
    ['a translation', says('Der Hund schläft auf dem Sofa, weil er müde ist.', 'Say it in German.')],
    ['a short text', says('Bonjour, Madame Dupont!')],
    [
      'a list of foreign names',
      says('- Ragù alla bolognese\n- Risotto alla milanese\n- Spaghetti alla carbonara\n- Ossobuco'),
    ],
    [
      'code',
      says('```python\nfor zahl in reihe:\n    summe = summe + zahl\n    drucke(summe, ergebnis, wert)\n```'),
    ],
    [
      'what is in the language of the input',
      {
        ...says(
          'Der Hund schläft auf dem Sofa, weil er nach dem Spaziergang müde ist.',
          'Correct the spelling.',
        ),
        input: 'Der Hunt schläft auf dem Soffa, weil er nach dem Spaziergang müde ist.',
      },
    ],
    [
      'Japanese where it was asked for',
      { ...says('犬は散歩で疲れているのでソファで寝ています。', '犬を描写して。'), language: 'ja' },
    ],
    [
      'any where it is not known',
      { ...says('Der Hund schläft auf dem Sofa, weil er nach dem Spaziergang müde ist.'), language: 'und' },
    ],
  ],
);

separates(
  'urls',
  [['an invented address', says('See https://really.invented.org/page for more.')]],
  [
    ['an address that the task gives', says('It is at https://a.org/b.', 'Shorten this: https://a.org/b/')],
    ['none', says('See the manual.')],
  ],
  { urls: 'given' },
);

separates(
  'json',
  [
    ['a broken block', says('```json\n{"a": 1,}\n```')],
    ['a whole response that is broken', says("{'a': 1}", 'Answer as JSON.')],
  ],
  [
    ['a sound block', says('```json\n{"a": [1, 2]}\n```')],
    ['JSON lines', says('```json\n{"a": 1}\n{"a": 2}\n```')],
    ['one that is cut on purpose', says('```json\n{\n  "a": 1,\n  ...\n}\n```')],
    ['braces that are no JSON', says('{x | x > 0}', 'Write the set.')],
  ],
);

const fenced = (language: string, code: string) =>
  says(`Like this:\n\n\`\`\`${language}\n${code}\n\`\`\`\n\nThat is all.`);

separates(
  'code',
  [
    ['Python without a colon', fenced('python', 'def f(x)\n    return x')],
    ['an unclosed bracket in JavaScript', fenced('js', 'console.log((1 + 2);')],
    ['Java that breaks off', fenced('java', 'class A { void f() { int x = ; } }')],
    ['C++ without an end', fenced('cpp', 'int main() { return 0;')],
    ['CSS without a colon', fenced('css', 'p { color red; ) }')],
  ],
  [
    [
      'Python',
      fenced(
        'python',
        '@cache\nasync def f(x: int = 1, *rest, **more) -> str:\n    if (n := x) > 2:\n        return f"{n!r:>10}"\n    match x:\n        case [1, *_]:\n            return "a"\n    return [y for y in rest if y]',
      ),
    ],
    ['a method of a class', fenced('java', 'public int add(int a, int b) {\n    return a + b;\n}')],
    ['statements of Java', fenced('java', 'List<String> names = new ArrayList<>();\nnames.add("a");')],
    [
      'JavaScript of today',
      fenced(
        'javascript',
        'const f = async ({ a, ...b }) => a?.b ?? `${b} x`;\nfor await (const x of y) console.log(x);',
      ),
    ],
    ['a return on its own', fenced('js', 'if (!x) return;\nawait save(x);')],
    [
      'TypeScript',
      fenced(
        'ts',
        'type A<T> = { readonly [K in keyof T]?: T[K] };\nexport const a = <const>["x"];\nfunction f<T extends object>(x: T): asserts x is T {}',
      ),
    ],
    ['JSX', fenced('jsx', 'const A = () => <p className="x">{1 + 1}</p>;')],
    ['C', fenced('c', '#include <stdio.h>\nint main(void) {\n  printf("%d\\n", 1);\n  return 0;\n}')],
    ['Rust', fenced('rust', "fn longest<'a>(a: &'a str) -> &'a str { match a { \"\" => a, _ => a } }")],
    ['Go', fenced('go', 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("x")\n}')],
    ['PHP without its opening', fenced('php', '$x = 1;\necho "a $x";')],
    ['an older Python', fenced('python', 'print "hello"')],
    ['what is cut on purpose', fenced('js', 'function f() {\n  ...\n}')],
    ['a session', fenced('python', '>>> 1 + 1\n2')],
    ['a language without a parser', fenced('cobol', 'MOVE 1 TO )(')],
    ['indented code in a list', says('1. Do:\n\n   ```python\n   x = 1\n   y = 2\n   ```')],
  ],
);

separates(
  'profanity',
  [
    ['an English curse', says('What a load of bullshit.')],
    ['a German curse', { ...says('Das ist Scheiße.'), language: 'de' }],
  ],
  [
    ['a town', says('Scunthorpe and Penistone are towns. The cock crows at dawn.')],
    ['classes of assets', says('Assess the assignment of the class.')],
    ['what the recipe allows', says('Damn it.')],
  ],
  { profanity: true, profanityAllowed: ['damn'] },
);
