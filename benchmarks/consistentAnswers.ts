import { seededRandom, type SeededRandom } from '../core/foundations/seededRandom';

/** A question with its answer, and several responses to it, of which it is known whether they are right. */
export interface SampledQuestion {
  /** How its answerer errs. */
  readonly errs: ErrorKind;
  readonly instruction: string;
  readonly samples: readonly { readonly text: string; readonly isRight: boolean }[];
}

/**
 * How an answerer errs: each time in another way; with most answers the same wrong one, which it has learned; by a guess between two; or seldom,
 * so that its samples agree and are right.
 */
export const errorKinds = ['scattered', 'misconception', 'guess', 'knows'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** Of 20 questions. */
const parts: Readonly<Record<ErrorKind, number>> = { scattered: 6, misconception: 3, guess: 3, knows: 8 };

interface Question {
  readonly instruction: string;
  readonly right: string;
  readonly wrong: readonly string[];
  readonly kind: 'number' | 'name' | 'choice' | 'yesOrNo';
}

const cities = 'Aldenburg,Brackwater,Corvenna,Dunmere,Estravale,Fallow Bay,Gildersee,Harrowgate,Istrova,Jennport'.split(','); // prettier-ignore
const people = 'Clara Voss,Ilan Marsh,Petra Lind,Omar Reyes,Signe Holm,Tomas Krall,Ada Bright,Noel Farrow'.split(','); // prettier-ignore

/** Questions of an answerer whose errors are not only independent ones: equal arguments, equal samples. */
export function sampledQuestions(count: number, seed: number, most: number): SampledQuestion[] {
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seed, 'sampled questions', index);
    const errs = errorKindAt(index);
    const question = questionOf(random, errs);
    const { instruction, right, wrong } = question;
    const trap = wrong[random.below(wrong.length)]!;
    const skill = skillOf(errs, random);
    const samples = Array.from({ length: most }, () => {
      const isRight = random.uniform() < skill;
      const isTrap = errs === 'misconception' || errs === 'guess' ? random.uniform() < 0.9 : false;
      const said = isRight ? right : isTrap ? trap : wrong[random.below(wrong.length)]!;
      return { text: worded(question, said, random), isRight };
    });
    return { errs, instruction, samples };
  });
}

function errorKindAt(index: number): ErrorKind {
  let place = index % Object.values(parts).reduce((sum, part) => sum + part, 0);
  for (const kind of errorKinds) {
    if (place < parts[kind]) return kind;
    place -= parts[kind];
  }
  return 'knows';
}

/** How often it is right. */
function skillOf(errs: ErrorKind, random: SeededRandom): number {
  switch (errs) {
    case 'scattered':
      return 0.15 + 0.6 * random.uniform();
    case 'misconception':
      return 0.05 + 0.25 * random.uniform();
    case 'guess':
      return 0.35 + 0.3 * random.uniform();
    case 'knows':
      return 0.9 + 0.1 * random.uniform();
  }
}

function questionOf(random: SeededRandom, errs: ErrorKind): Question {
  const city = cities[random.below(cities.length)]!;
  const kinds: readonly Question['kind'][] =
    errs === 'guess' ? ['yesOrNo', 'choice'] : ['number', 'number', 'name', 'choice'];
  const kind = kinds[random.below(kinds.length)]!;
  switch (kind) {
    case 'number': {
      const [boxes, each, lost] = [3 + random.below(40), 4 + random.below(30), 1 + random.below(20)];
      const right = boxes * each - lost;
      const slips = [boxes * each, boxes + each - lost, right + 10, right - 10, right + each, boxes * (each - lost)]; // prettier-ignore
      const wrong = [...new Set(slips)].filter((slip) => slip !== right).map(String);
      const instruction = `A shop in ${city} gets ${boxes} boxes with ${each} cups in each, and ${lost} cups break. How many cups are whole?`;
      return { kind, instruction, right: String(right), wrong };
    }
    case 'name': {
      const [right, ...wrong] = random.sample(people, 5);
      return { kind, instruction: `Who founded the observatory of ${city}?`, right: right!, wrong };
    }
    case 'choice': {
      const shown = random.sample(people, 4);
      const letters = ['A', 'B', 'C', 'D'];
      const [right, ...wrong] = random.shuffle([...letters]);
      const options = shown.map((name, index) => `${letters[index]}) ${name}`).join('\n');
      return {
        kind,
        instruction: `Which of these led the expedition to ${city}?\n${options}`,
        right: right!,
        wrong,
      };
    }
    case 'yesOrNo': {
      const [right, wrong] = random.shuffle(['Yes', 'No']);
      return { kind, instruction: `Is the tower of ${city} older than its bridge?`, right: right!, wrong: [wrong!] }; // prettier-ignore
    }
  }
}

/** The same answer in the forms in which models give it. */
function worded({ kind, instruction }: Question, said: string, random: SeededRandom): string {
  const forms: Readonly<Record<Question['kind'], readonly string[]>> = {
    number: [
      said,
      `${said} cups are whole.`,
      `First we count the cups, then we take off the broken ones. The answer is ${said}.`,
      `There are **${said}** whole cups left.`,
      `#### ${said}`,
      `The number of whole cups is ${Number(said).toLocaleString('en')}.`,
    ],
    name: [
      said,
      `It was founded by ${said}.`,
      `${said} founded it.`,
      `The answer is ${said}.`,
      `The observatory was founded by ${said}, as far as records tell.`,
    ],
    choice: [
      said,
      `${said}) ${new RegExp(`${said}\\) (.+)`).exec(instruction)?.[1] ?? ''}`,
      `The answer is ${said}.`,
      `(${said})`,
      `Option ${said} is right.`,
    ],
    yesOrNo: [
      said,
      `${said}.`,
      `${said}, ${said === 'Yes' ? 'the tower is older' : 'the bridge was there before'}.`,
    ],
  };
  const own = forms[kind];
  return own[random.below(own.length)]!;
}
