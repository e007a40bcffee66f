import { seededRandom } from '../core/foundations/seededRandom';

/** A worked answer, and the step that is wrong in it, by its place among the steps; undefined where all are right. */
export interface WorkedAnswer {
  readonly form: string;
  readonly instruction: string;
  readonly steps: readonly string[];
  readonly response: string;
  readonly wrong: number | undefined;
}

/**
 * What a step comes to. Of the one wrong step it is something else; the steps after it go on with what it came to, or with the right
 * value, as a writer may do.
 */
type Comes = (value: number) => number;

interface Dice {
  /** A whole number from `low` to `high`, both among them. */
  integer(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

function diceOf(seed: number, purpose: string, ...address: readonly (number | string)[]): Dice {
  const random = seededRandom(seed, purpose, ...address);
  return {
    integer: (low, high) => low + random.below(high - low + 1),
    pick: (items) => items[random.below(items.length)]!,
  };
}

interface Written {
  readonly instruction: string;
  readonly steps: readonly string[];
  /** Between steps; a line feed unless the form is prose. */
  readonly between?: string;
}

/** Writes one answer. `comes` is called once for each step that can be wrong, in their order. */
type Form = (random: Dice, comes: Comes) => Written;

/**
 * Worked answers in many forms, half of them with one wrong step. They were written before the check that they measure, and by the forms
 * in which people and models write solutions, not by what is easy to check.
 */
export function workedAnswers(count: number, seed: number): readonly WorkedAnswer[] {
  const names = Object.keys(forms);
  return Array.from({ length: count }, (_, index) => {
    const form = names[Math.floor(index / 2) % names.length]!;
    return index % 2 === 0 ? rightAnswer(form, seed, index) : wrongAnswer(form, seed, index);
  });
}

function rightAnswer(form: string, seed: number, index: number): WorkedAnswer {
  const written = forms[form]!(diceOf(seed, form, index), (value) => value);
  return { form, ...answerOf(written), wrong: undefined };
}

function wrongAnswer(form: string, seed: number, index: number): WorkedAnswer {
  for (let attempt = 0; ; attempt++) {
    const write = (comes: Comes): Written => forms[form]!(diceOf(seed, form, index, attempt), comes);
    let places = 0;
    const right = write((value) => (places++, value));
    const random = diceOf(seed, 'wrong step', form, index, attempt);
    const at = random.integer(0, places - 1);
    let place = 0;
    const spoilt = write((value) => (place++ === at ? spoil(value, random) : value));
    // The first step that differs is where it goes wrong.
    const wrong = spoilt.steps.findIndex((step, position) => step !== right.steps[position]);
    if (wrong >= 0) return { form, ...answerOf(spoilt), wrong };
  }
}

function answerOf({ instruction, steps, between = '\n' }: Written) {
  return { instruction, steps, response: steps.join(between) };
}

/** A slip of the pen or of the head: a digit, a place, neighbouring digits, one off. */
function spoil(value: number, random: Dice): number {
  const decimals = String(Number(value.toFixed(6))).split('.')[1]?.length ?? 0;
  const unit = 10 ** -Math.min(decimals, 2);
  const size = Math.max(1, Math.round(Math.abs(value) / 10 / unit)) * unit;
  const slips = [
    value + unit * random.integer(1, 4),
    value - unit,
    value + size,
    value - 2 * size,
    value * 10,
  ];
  if (Number.isInteger(value) && Math.abs(value) > 20 && Math.abs(value) < 1e6) {
    const digits = String(Math.abs(value));
    const swapped = Number(digits.slice(0, -2) + digits.at(-1)! + digits.at(-2)!);
    if (swapped !== Math.abs(value)) slips.push(Math.sign(value) * swapped);
  }
  const other = slips.filter((slip) => Math.abs(slip - value) > Math.abs(value) * 0.011 + 1e-9 && slip !== 0);
  return Number(random.pick(other.length > 0 ? other : [value + Math.max(1, size)]).toFixed(6));
}

const names = ['Maya', 'Tom', 'Ines', 'Karim', 'Lucy', 'Wei', 'Olga', 'Ben'];
const goods = ['apples', 'pencils', 'tickets', 'boxes', 'cookies', 'stamps', 'bricks', 'books'];

const plain = (value: number, digits = 6): string => String(Number(value.toFixed(digits)));
const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
const money = (value: number): string => `$${value.toFixed(2)}`;
const german = (value: number): string => value.toLocaleString('de-DE', { maximumFractionDigits: 2 });
const signed = (value: number): string => (value < 0 ? `- ${plain(-value)}` : `+ ${plain(value)}`);
/** "3x", "x", "-x". */
const term = (factor: number, name = 'x'): string =>
  factor === 1 ? name : factor === -1 ? `-${name}` : `${plain(factor)}${name}`;

const forms: Readonly<Record<string, Form>> = {
  lines(random, comes) {
    const [name, thing] = [random.pick(names), random.pick(goods)];
    const [each, days, sold] = [random.integer(12, 60), random.integer(3, 9), random.integer(5, 30)];
    const all = comes(each * days);
    const left = comes(all - sold);
    return {
      instruction: `${name} packs ${each} ${thing} a day for ${days} days and then sells ${sold}. How many are left?`,
      steps: [
        `${name} packs ${each} ${random.pick(['×', '*', 'x'])} ${days} = ${plain(all)} ${thing}.`,
        `After the sale ${plain(all)} - ${sold} = ${plain(left)} ${thing} are left.`,
        `#### ${plain(left)}`,
      ],
    };
  },
  numberedSteps(random, comes) {
    const [price, count, off] = [random.integer(3, 40), random.integer(3, 12), random.integer(1, 9) * 5];
    const total = comes(price * count);
    const discount = comes((total * off) / 100);
    const due = comes(total - discount);
    return {
      instruction: `A shop sells ${count} lamps at $${price} each with ${off}% off. What is due?`,
      steps: [
        `Step 1: Multiply the price by the number of lamps: $${price} × ${count} = $${plain(total)}.`,
        `Step 2: Find the discount: ${off}% of $${plain(total)} is $${plain(discount)}.`,
        `Step 3: Subtract it: $${plain(total)} − $${plain(discount)} = $${plain(due)}.`,
        `**Answer:** $${plain(due)}`,
      ],
    };
  },
  dollarsAndCents(random, comes) {
    const prices = [random.integer(105, 1999) / 100, random.integer(105, 999) / 100];
    const count = random.integer(2, 9);
    const part = comes(prices[0]! * count);
    const total = comes(part + prices[1]!);
    const change = comes(Math.ceil(total / 50) * 50 - total);
    return {
      instruction: `What is the change from ${money(total + change)} for ${count} pens at ${money(prices[0]!)} and a pad at ${money(prices[1]!)}?`,
      steps: [
        `- Pens: ${count} × ${money(prices[0]!)} = ${money(part)}`,
        `- With the pad: ${money(part)} + ${money(prices[1]!)} = ${money(total)}`,
        `- Change: ${money(Math.ceil(total / 50) * 50)} - ${money(total)} = ${money(change)}`,
      ],
    };
  },
  percentChange(random, comes) {
    const [base, rate] = [random.integer(4, 90) * 10, random.integer(1, 12) * 5];
    const rise = comes((base * rate) / 100);
    const after = comes(base + rise);
    return {
      instruction: `A rent of ${base} euros rises by ${rate} %. What is it then?`,
      steps: [
        `First compute the increase: ${plain(rate / 100)} × ${base} = ${plain(rise)}.`,
        `The new rent is ${base} + ${plain(rise)} = ${plain(after)} euros.`,
        `So the rent becomes ${plain(after)} euros.`,
      ],
      between: ' ',
    };
  },
  proseWords(random, comes) {
    const [a, b, c] = [random.integer(3, 25), random.integer(3, 12), random.integer(5, 60)];
    const product = comes(a * b);
    const sum = comes(product + c);
    return {
      instruction: `There are ${a} rows of ${b} seats and ${c} more on the balcony. How many seats are there?`,
      steps: [
        `${a} times ${b} is ${plain(product)}, so the rows hold ${plain(product)} seats.`,
        `${plain(product)} plus ${c} equals ${plain(sum)}.`,
        `The hall has ${plain(sum)} seats in all.`,
      ],
      between: ' ',
    };
  },
  proseGerunds(random, comes) {
    const [groups, each] = [random.integer(3, 12), random.integer(4, 30)];
    const taken = random.integer(2, each - 1);
    const total = groups * each;
    const share = comes(total / groups);
    const left = comes(share - taken);
    return {
      instruction: `${total} sheets are shared by ${groups} pupils; each uses ${taken}. How many does each have left?`,
      steps: [
        `Dividing ${total} by ${groups} gives ${plain(share)} sheets for each pupil.`,
        `Subtracting ${taken} from ${plain(share)} leaves ${plain(left)}.`,
        `Each pupil has ${plain(left)} sheets left.`,
      ],
      between: ' ',
    };
  },
  proseParts(random, comes) {
    const whole = random.integer(2, 20) * 12;
    const half = comes(whole / 2);
    const third = comes(whole / 3);
    const rest = comes(whole - half - third);
    return {
      instruction: `Of ${whole} eggs half are white and a third brown; how many are speckled?`,
      steps: [
        `Half of ${whole} is ${plain(half)}.`,
        `A third of ${whole} is ${plain(third)}.`,
        `That leaves ${whole} - ${plain(half)} - ${plain(third)} = ${plain(rest)} speckled eggs.`,
      ],
      between: ' ',
    };
  },
  numberWords(random, comes) {
    const words = [
      'zero',
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
      'seven',
      'eight',
      'nine',
      'ten',
      'eleven',
      'twelve',
    ];
    const [a, b] = [random.integer(2, 6), random.integer(2, 6)];
    const sum = comes(a + b);
    const twice = comes(sum * 2);
    const word = (value: number): string => words[value] ?? plain(value);
    return {
      instruction: `Ana has ${word(a)} cats and ${word(b)} dogs, each with two toys. How many toys?`,
      steps: [
        `${word(a)[0]!.toUpperCase()}${word(a).slice(1)} plus ${word(b)} is ${word(sum)}, which is the number of pets.`,
        `${plain(sum)} × 2 = ${plain(twice)} toys.`,
      ],
    };
  },
  fractions(random, comes) {
    const [p, q] = [random.integer(2, 9), random.integer(2, 9)];
    const left = comes(q);
    const sum = comes(left + p);
    return {
      instruction: `Add 1/${p} and 1/${q}.`,
      steps: [
        `Bring both to the denominator ${p * q}: 1/${p} = ${plain(left)}/${p * q} and 1/${q} = ${p}/${p * q}.`,
        `Then ${plain(left)}/${p * q} + ${p}/${p * q} = ${plain(sum)}/${p * q}.`,
      ],
    };
  },
  mixedNumbers(random, comes) {
    const [a, b] = [random.integer(1, 6), random.integer(1, 6)];
    const cups = comes(4 * a + 2);
    const all = comes(cups + 4 * b + 1);
    return {
      instruction: `Add ${a} 1/2 and ${b} 1/4.`,
      steps: [
        `In quarters, ${a} 1/2 = ${plain(cups)}/4 and ${b} 1/4 = ${4 * b + 1}/4.`,
        `${plain(cups)}/4 + ${4 * b + 1}/4 = ${plain(all)}/4.`,
      ],
    };
  },
  latexFractions(random, comes) {
    const [a, b, c, d] = [
      random.integer(1, 9),
      random.integer(2, 9),
      random.integer(1, 9),
      random.integer(2, 9),
    ];
    const top = comes(a * c);
    const bottom = comes(b * d);
    return {
      instruction: `Multiply ${a}/${b} by ${c}/${d}.`,
      steps: [
        `The product is \\(\\frac{${a}}{${b}} \\cdot \\frac{${c}}{${d}} = \\frac{${plain(top)}}{${plain(bottom)}}\\).`,
      ],
    };
  },
  latexDisplay(random, comes) {
    const [m, n, k] = [random.integer(11, 60), random.integer(3, 19), random.integer(2, 9)];
    const product = comes(m * n);
    const result = comes(product - k ** 2);
    return {
      instruction: `Evaluate ${m} * ${n} - ${k}^2.`,
      steps: [
        `$$${m} \\times ${n} = ${plain(product)}$$`,
        `$$${plain(product)} - ${k}^{2} = ${plain(result)}$$`,
        `The value is $\\boxed{${plain(result)}}$.`,
      ],
    };
  },
  kilometres(random, comes) {
    const [km, m] = [random.integer(11, 95) / 10, random.integer(1, 9) * 100];
    const metres = comes(km * 1000);
    const all = comes(metres + m);
    return {
      instruction: `A path of ${km} km is extended by ${m} m. How long is it in metres?`,
      steps: [
        `${km} km = ${plain(metres)} m`,
        `${plain(metres)} m + ${m} m = ${plain(all)} m`,
        `The path is ${plain(all)} m long.`,
      ],
    };
  },
  speed(random, comes) {
    const [speed, hours] = [random.integer(4, 12) * 10, random.integer(2, 9)];
    const distance = comes(speed * hours);
    const minutes = comes(hours * 60);
    return {
      instruction: `How far does a train get in ${hours} hours at ${speed} km/h, and how many minutes is that?`,
      steps: [
        `Distance = speed × time = ${speed} km/h × ${hours} h = ${plain(distance)} km.`,
        `${hours} hours = ${plain(minutes)} minutes.`,
      ],
    };
  },
  mixedUnits(random, comes) {
    const [litres, glass] = [random.integer(1, 5), random.pick([125, 200, 250])];
    const millilitres = comes(litres * 1000);
    const glasses = comes(millilitres / glass);
    return {
      instruction: `How many glasses of ${glass} ml does a jug of ${litres} litres fill?`,
      steps: [
        `1. Convert: ${litres} L × 1000 mL/L = ${plain(millilitres)} mL.`,
        `2. Divide: ${plain(millilitres)} mL ÷ ${glass} mL = ${plain(glasses)} glasses.`,
      ],
    };
  },
  kilograms(random, comes) {
    const [bags, grams] = [random.integer(3, 12), random.integer(2, 9) * 250];
    const all = comes(bags * grams);
    const kilograms = comes(all / 1000);
    return {
      instruction: `What do ${bags} bags of ${grams} g weigh in kilograms?`,
      steps: [
        `${bags} bags weigh ${bags} × ${grams} g = ${plain(all)} g, and`,
        `${plain(all)} g is ${plain(kilograms)} kg.`,
      ],
      between: ' ',
    };
  },
  linear(random, comes) {
    const [a, x, b] = [random.integer(2, 9), random.integer(2, 15), random.integer(1, 30)];
    const right = a * x + b;
    const rest = comes(right - b);
    const value = comes(rest / a);
    return {
      instruction: `Solve ${a}x + ${b} = ${right}.`,
      steps: [
        `${a}x + ${b} = ${right}`,
        `Subtract ${b} from both sides: ${a}x = ${plain(rest)}`,
        `Divide by ${a}: x = ${plain(value)}`,
      ],
    };
  },
  linearBothSides(random, comes) {
    const [x, c, d] = [random.integer(2, 12), random.integer(1, 5), random.integer(1, 20)];
    const a = c + random.integer(1, 6);
    const e = (a - c) * x + d;
    const factor = comes(a - c);
    const rest = comes(e - d);
    const value = comes(rest / factor);
    return {
      instruction: `Solve for x: ${a}x + ${d} = ${term(c)} + ${e}`,
      steps: [
        `We start with ${a}x + ${d} = ${term(c)} + ${e}.`,
        `Moving the terms in x to the left, ${term(factor)} + ${d} = ${e}.`,
        `Then ${term(factor)} = ${plain(rest)}.`,
        `Therefore x = ${plain(value)}.`,
      ],
    };
  },
  latexLinear(random, comes) {
    const [a, x, b] = [random.integer(2, 9), random.integer(2, 12), random.integer(1, 9)];
    const inner = comes(x + b);
    const value = comes(inner - b);
    return {
      instruction: `Solve ${a}(x + ${b}) = ${a * (x + b)}.`,
      steps: [
        `\\[${a}(x + ${b}) = ${a * (x + b)}\\]`,
        `\\[x + ${b} = ${plain(inner)}\\]`,
        `\\[x = ${plain(value)}\\]`,
      ],
    };
  },
  ages(random, comes) {
    const [times, young] = [random.integer(2, 5), random.integer(4, 15)];
    const together = (times + 1) * young;
    const factor = comes(times + 1);
    const x = comes(together / factor);
    const old = comes(times * x);
    return {
      instruction: `A father is ${times} times as old as his son, and together they are ${together}. How old are they?`,
      steps: [
        `Let x be the age of the son. Then x + ${times}x = ${together}.`,
        `So ${plain(factor)}x = ${together}.`,
        `x = ${together} / ${plain(factor)} = ${plain(x)}`,
        `The father is ${times} · ${plain(x)} = ${plain(old)} years old.`,
      ],
    };
  },
  factoring(random, comes) {
    const [p, q] = [random.integer(1, 9), random.integer(1, 9)];
    const [r, s] = [comes(p), comes(q)];
    return {
      instruction: `Solve x^2 - ${p + q}x + ${p * q} = 0.`,
      steps: [
        `x^2 - ${p + q}x + ${p * q} = 0`,
        `(x - ${plain(r)})(x - ${plain(s)}) = 0`,
        `x = ${plain(r)} or x = ${plain(s)}`,
      ],
    };
  },
  discriminant(random, comes) {
    const [p, q] = [random.integer(1, 6), random.integer(7, 12)];
    const [b, c] = [-(p + q), p * q];
    const d = comes(b * b - 4 * c);
    const first = comes((-b + Math.sqrt(d)) / 2);
    return {
      instruction: `Find the larger root of x² ${signed(b)}x ${signed(c)} = 0.`,
      steps: [
        `The discriminant is D = (${b})² - 4·1·${c} = ${plain(d)}.`,
        `The larger root is x = (${-b} + √${plain(d)})/2 = ${plain(first, 4)}.`,
      ],
    };
  },
  system(random, comes) {
    const [x, y] = [random.integer(5, 20), random.integer(1, 9)];
    const double = comes(2 * x);
    const first = comes(double / 2);
    const second = comes(x + y - first);
    return {
      instruction: `Solve x + y = ${x + y}, x - y = ${x - y}.`,
      steps: [
        `The equations are x + y = ${x + y} and x - y = ${x - y}.`,
        `Adding them: 2x = ${plain(double)}`,
        `x = ${plain(first)}`,
        `y = ${x + y} - ${plain(first)} = ${plain(second)}`,
      ],
    };
  },
  mean(random, comes) {
    const values = Array.from({ length: 4 }, () => random.integer(3, 40));
    values.push(5 * 40 - (values.reduce((sum, one) => sum + one, 0) % 5));
    const sum = comes(values.reduce((total, one) => total + one, 0));
    const mean = comes(sum / 5);
    return {
      instruction: `Find the mean of ${values.join(', ')}.`,
      steps: [`Sum: ${values.join(' + ')} = ${plain(sum)}`, `Mean: ${plain(sum)} / 5 = ${plain(mean)}`],
    };
  },
  chain(random, comes) {
    const [a, b, c] = [random.integer(11, 40), random.integer(2, 9), random.integer(2, 9)];
    const first = comes(a + b * c);
    const second = comes(first * 2);
    return {
      instruction: `Compute 2(${a} + ${b} × ${c}).`,
      steps: [
        `${a} + ${b} × ${c} = ${a} + ${b * c} = ${plain(first)}`,
        `2 × ${plain(first)} = ${plain(second)}`,
      ],
    };
  },
  thousands(random, comes) {
    const [a, b, c] = [random.integer(11, 90) * 250, random.integer(11, 90) * 125, random.integer(2, 6)];
    const sum = comes(a + b);
    const total = comes(sum * c);
    return {
      instruction: `A mill makes ${grouped(a)} red and ${grouped(b)} blue tiles a month. How many in ${c} months?`,
      steps: [
        `Each month: ${grouped(a)} + ${grouped(b)} = ${grouped(sum)} tiles`,
        `In ${c} months: ${grouped(sum)} × ${c} = ${grouped(total)} tiles`,
      ],
    };
  },
  interest(random, comes) {
    const [capital, rate] = [random.integer(1, 9) * 1000, random.integer(2, 9)];
    const after = comes(capital * (1 + rate / 100) ** 2);
    const interest = comes(after - capital);
    return {
      instruction: `What interest do $${grouped(capital)} earn in 2 years at ${rate}% compounded yearly?`,
      steps: [
        `A = P(1 + r)^t = ${capital}(1 + ${rate / 100})^2 = ${capital} × ${plain((1 + rate / 100) ** 2)} = $${plain(after, 2)}`,
        `Interest = $${plain(after, 2)} - $${capital} = $${plain(interest, 2)}`,
      ],
    };
  },
  circle(random, comes) {
    const r = random.integer(2, 12);
    const square = comes(r * r);
    const area = comes(Number((Math.PI * square).toFixed(2)));
    return {
      instruction: `What is the area of a circle with radius ${r} cm?`,
      steps: [`r² = ${r}² = ${plain(square)} cm²`, `A = πr² = π × ${plain(square)} ≈ ${plain(area, 2)} cm²`],
    };
  },
  pythagoras(random, comes) {
    const [a, b, c] = random.pick([
      [3, 4, 5],
      [5, 12, 13],
      [8, 15, 17],
      [20, 21, 29],
    ] as const);
    const times = random.integer(1, 4);
    const sum = comes((a * times) ** 2 + (b * times) ** 2);
    const root = comes(
      Math.abs(sum - (c * times) ** 2) < 1e-9 ? c * times : Number(Math.sqrt(sum).toFixed(2)),
    );
    return {
      instruction: `The legs of a right triangle are ${a * times} and ${b * times}. How long is the hypotenuse?`,
      steps: [
        `c² = ${a * times}² + ${b * times}² = ${(a * times) ** 2} + ${(b * times) ** 2} = ${plain(sum)}`,
        `c = √${plain(sum)} ${Number.isInteger(root) ? '=' : '≈'} ${plain(root, 2)}`,
      ],
    };
  },
  scientific(random, comes) {
    const [a, b] = [random.integer(2, 9), random.integer(2, 9)];
    const product = comes(a * b);
    const exponent = comes(7);
    return {
      instruction: `Multiply ${a} × 10^3 by ${b} × 10^4.`,
      steps: [
        `Multiply the factors: ${a} × ${b} = ${plain(product)}.`,
        `Multiply the powers: 10^3 × 10^4 = 10^${plain(exponent)}.`,
      ],
    };
  },
  germanNumbers(random, comes) {
    const [price, count] = [random.integer(105, 990) / 100, random.integer(3, 12)];
    const total = comes(price * count);
    const left = comes(1500 - total);
    return {
      instruction: `Was bleibt von 1.500 € nach dem Kauf von ${count} Heften zu je ${german(price)} €?`,
      steps: [
        `Die Hefte kosten ${count} · ${german(price)} € = ${german(total)} €.`,
        `Es bleiben 1.500 € − ${german(total)} € = ${german(left)} €.`,
      ],
    };
  },
  functionValue(random, comes) {
    const [a, b, x] = [random.integer(2, 6), random.integer(1, 20), random.integer(2, 9)];
    const square = comes(x * x);
    const value = comes(a * square - b);
    return {
      instruction: `For f(x) = ${a}x^2 - ${b}, find f(${x}).`,
      steps: [
        `First, ${x}^2 = ${plain(square)}.`,
        `f(${x}) = ${a}(${plain(square)}) - ${b} = ${plain(value)}`,
      ],
    };
  },
  expansion(random, comes) {
    const [p, q] = [random.integer(1, 9), random.integer(1, 9)];
    const [sum, product] = [comes(p + q), comes(p * q)];
    return {
      instruction: `Expand (x + ${p})(x + ${q}).`,
      steps: [
        `(x + ${p})(x + ${q}) = x^2 + ${q}x + ${p}x + ${p * q}`,
        `Collecting terms: x^2 + ${q}x + ${p}x + ${p * q} = x^2 + ${plain(sum)}x + ${plain(product)}`,
      ],
    };
  },
  inequality(random, comes) {
    const [a, b, x] = [random.integer(2, 9), random.integer(1, 20), random.integer(2, 12)];
    const rest = comes(a * x);
    const bound = comes(rest / a);
    return {
      instruction: `Solve ${a}x + ${b} > ${a * x + b}.`,
      steps: [`${a}x + ${b} > ${a * x + b}`, `${a}x > ${plain(rest)}`, `x > ${plain(bound)}`],
    };
  },
  factorials(random, comes) {
    const n = random.integer(4, 7);
    const all = comes([1, 1, 2, 6, 24, 120, 720, 5040][n]!);
    const pairs = comes(all / 2);
    return {
      instruction: `In how many ways can ${n} people stand in a row if mirror images count once?`,
      steps: [`${n}! = ${plain(all)}`, `${plain(all)} ÷ 2 = ${plain(pairs)}`],
    };
  },
  remainder(random, comes) {
    const [b, q] = [random.integer(3, 12), random.integer(3, 20)];
    const r = random.integer(1, b - 1);
    const full = comes(b * q);
    const rest = comes(b * q + r - full);
    return {
      instruction: `${b * q + r} eggs go into boxes of ${b}. How many are left over?`,
      steps: [
        `${q} boxes hold ${q} × ${b} = ${plain(full)} eggs.`,
        `${b * q + r} − ${plain(full)} = ${plain(rest)} ${rest === 1 ? 'egg is' : 'eggs are'} left over.`,
      ],
    };
  },
  rounded(random, comes) {
    const [a, b] = [random.integer(50, 900), random.pick([3, 7, 9, 11])];
    const quotient = comes(Number((a / b).toFixed(2)));
    const triple = comes(Number((quotient * 3).toFixed(2)));
    return {
      instruction: `Share ${a} by ${b}, to two decimals, and triple it.`,
      steps: [
        `${a} ÷ ${b} ≈ ${plain(quotient)} (rounded to two decimals)`,
        `3 × ${plain(quotient)} = ${plain(triple)}`,
      ],
    };
  },
  aboutSo(random, comes) {
    const [miles, gallons] = [random.integer(150, 480), random.integer(7, 15)];
    const rate = comes(Math.round(miles / gallons));
    const range = comes(rate * 10);
    return {
      instruction: `A car goes ${miles} miles on ${gallons} gallons. Roughly how far on 10?`,
      steps: [
        `That is about ${miles}/${gallons} = ${plain(rate)} miles per gallon.`,
        `On 10 gallons it goes 10 × ${plain(rate)} = ${plain(range)} miles.`,
      ],
      between: ' ',
    };
  },
  boldTotals(random, comes) {
    const parts = [random.integer(20, 99), random.integer(20, 99), random.integer(20, 99)];
    const total = comes(parts[0]! + parts[1]! + parts[2]!);
    const share = comes((parts[0]! / 100) * 50);
    return {
      instruction: `Add ${parts.join(', ')}, then take half of ${parts[0]}.`,
      steps: [
        `1. **Total:** ${parts.join(' + ')} = **${plain(total)}**`,
        `2. **Half:** ${parts[0]} × 50% = **${plain(share)}**`,
      ],
    };
  },
  ratio(random, comes) {
    const [a, b, unit] = [random.integer(2, 7), random.integer(2, 7), random.integer(3, 30)];
    const parts = comes(a + b);
    const one = comes(((a + b) * unit) / parts);
    const share = comes(a * one);
    return {
      instruction: `Divide ${(a + b) * unit} in the ratio ${a}:${b}. What is the first share?`,
      steps: [
        `There are ${a} + ${b} = ${plain(parts)} parts.`,
        `One part is ${(a + b) * unit} ÷ ${plain(parts)} = ${plain(one)}.`,
        `The first share is ${a} × ${plain(one)} = ${plain(share)}.`,
      ],
      between: ' ',
    };
  },
};
