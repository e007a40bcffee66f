import { seededRandom } from '../core/foundations/seededRandom';

/** What is spoilt in a claim. */
export const plantedKinds = ['number', 'name', 'date', 'negation', 'swap'] as const;
export type PlantedKind = (typeof plantedKinds)[number];

/** A response with the passages that it should rest on; `planted` says which of its sentences is false, and how. */
export interface GroundedAnswer {
  readonly topic: string;
  readonly instruction: string;
  readonly passages: readonly string[];
  readonly sentences: readonly string[];
  readonly response: string;
  readonly planted: { readonly kind: PlantedKind; readonly sentence: number } | undefined;
}

/** A sentence in other words than the passage's, and what it becomes where it is spoilt. */
interface Claim {
  readonly text: string;
  readonly spoilt: Readonly<Partial<Record<PlantedKind, string>>>;
}

interface Article {
  readonly instruction: string;
  readonly passage: string;
  readonly claims: readonly Claim[];
}

type Topic = (dice: Dice) => Article;

interface Dice {
  integer(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** So many different ones. */
  some<Item>(items: readonly Item[], count: number): Item[];
}

/**
 * Responses that passages support, each with the same response in which one sentence was made false: another number, name or date, the
 * opposite, or two entities exchanged. Written before the check that they measure. Two passages about other things stand beside.
 */
export function groundedAnswers(count: number, seed: number): readonly GroundedAnswer[] {
  const names = Object.keys(topics);
  return Array.from({ length: count }, (_, index) => {
    const topic = names[index % names.length]!;
    const dice = diceOf(seed, topic, index);
    const { instruction, passage, claims } = topics[topic]!(dice);
    const chosen = dice.some([...claims.keys()], Math.min(claims.length, dice.integer(3, 4))).sort();
    const others = dice.some(names.filter((name) => name !== topic), 2).map((name) => topics[name]!(diceOf(seed, name, 'beside', index)).passage); // prettier-ignore
    const passages = dice.some([passage, ...others], 3);
    const kind = plantedKinds[Math.floor(index / names.length) % plantedKinds.length]!;
    const isPlanted = dice.integer(0, 1) === 1;
    const able = chosen.filter((claim) => claims[claim]!.spoilt[kind] !== undefined);
    const at = isPlanted && able.length > 0 ? dice.pick(able) : undefined;
    const sentences = chosen.map((claim) =>
      claim === at ? claims[claim]!.spoilt[kind]! : claims[claim]!.text,
    );
    return {
      topic,
      instruction,
      passages,
      sentences,
      response: sentences.join(' '),
      planted: at === undefined ? undefined : { kind, sentence: chosen.indexOf(at) },
    };
  });
}

function diceOf(seed: number, purpose: string, ...address: readonly (number | string)[]): Dice {
  const random = seededRandom(seed, purpose, ...address);
  return {
    integer: (low, high) => low + random.below(high - low + 1),
    pick: (items) => items[random.below(items.length)]!,
    some: (items, count) => random.sample(items, count),
  };
}

const people = [
  'Amara Okafor',
  'Henrik Dahl',
  'Lucia Moretti',
  'Samuel Whitaker',
  'Yuki Tanaka',
  'Clara Voss',
  'Mateo Rivera',
  'Priya Nair',
  'Oskar Lind',
  'Fatima Haddad',
];
const towns = [
  'Lisbon',
  'Tallinn',
  'Osaka',
  'Ghent',
  'Cork',
  'Turin',
  'Malmö',
  'Valparaíso',
  'Gdańsk',
  'Bergen',
];
const months = ['January', 'March', 'April', 'June', 'August', 'October', 'November'];
const grouped = (value: number): string => value.toLocaleString('en-US');

const topics: Readonly<Record<string, Topic>> = {
  company(dice) {
    const [founder, chief, other] = dice.some(people, 3);
    const [home, plant, elsewhere] = dice.some(towns, 3);
    const [year, staff] = [dice.integer(1880, 1990), dice.integer(12, 99) * 100];
    const wrong = year + dice.integer(2, 9);
    return {
      instruction: 'Tell me about the company.',
      passage: `Norvik Instruments was established in ${year} by ${founder}, a former clockmaker. Its head office is in ${home}, while most of the production takes place at a plant in ${plant}. The firm employs ${grouped(staff)} people and has never been listed on a stock exchange. Since 2015 it has been led by ${chief}.`,
      claims: [
        {
          text: `${founder} founded Norvik Instruments in ${year}.`,
          spoilt: {
            date: `${founder} founded Norvik Instruments in ${wrong}.`,
            name: `${other} founded Norvik Instruments in ${year}.`,
            swap: `${chief} founded Norvik Instruments in ${year}.`,
          },
        },
        {
          text: `The company is headquartered in ${home} and manufactures mainly in ${plant}.`,
          spoilt: {
            swap: `The company is headquartered in ${plant} and manufactures mainly in ${home}.`,
            name: `The company is headquartered in ${elsewhere} and manufactures mainly in ${plant}.`,
          },
        },
        {
          text: `It has ${grouped(staff)} employees.`,
          spoilt: { number: `It has ${grouped(staff + dice.integer(2, 9) * 100)} employees.` },
        },
        {
          text: 'Norvik Instruments has never been traded on a stock exchange.',
          spoilt: { negation: 'Norvik Instruments has been traded on a stock exchange.' },
        },
        {
          text: `${chief} has been in charge since 2015.`,
          spoilt: {
            date: `${chief} has been in charge since ${dice.pick([2011, 2012, 2018, 2019])}.`,
            swap: `${founder} has been in charge since 2015.`,
          },
        },
      ],
    };
  },
  bridge(dice) {
    const [engineer, painter] = dice.some(people, 2);
    const [length, height] = [dice.integer(210, 980), dice.integer(31, 79)];
    const [opened, closed] = [dice.integer(1890, 1935), dice.integer(1975, 2005)];
    const month = dice.pick(months);
    return {
      instruction: 'What should visitors know about the bridge?',
      passage: `The Saltmarsh Bridge spans the river Elster over a length of ${length} metres and stands ${height} metres above the water. Designed by ${engineer}, it opened to traffic in ${month} ${opened}. Heavy lorries are not allowed to cross it. It was closed for repairs in ${closed}, when ${painter} was commissioned to choose its present green colour.`,
      claims: [
        {
          text: `The Saltmarsh Bridge is ${length} metres long.`,
          spoilt: {
            number: `The Saltmarsh Bridge is ${length + dice.integer(3, 90)} metres long.`,
            swap: `The Saltmarsh Bridge is ${height} metres long.`,
          },
        },
        {
          text: `Traffic first crossed it in ${month} ${opened}.`,
          spoilt: {
            date: `Traffic first crossed it in ${month} ${opened + dice.integer(2, 8)}.`,
            swap: `Traffic first crossed it in ${month} ${closed}.`,
          },
        },
        {
          text: `Its designer was ${engineer}.`,
          spoilt: { name: 'Its designer was Gerald Munro.', swap: `Its designer was ${painter}.` },
        },
        {
          text: 'Heavy lorries may not use the bridge.',
          spoilt: { negation: 'Heavy lorries may use the bridge.' },
        },
        {
          text: `The roadway is ${height} metres above the river.`,
          spoilt: { number: `The roadway is ${height + dice.integer(2, 20)} metres above the river.` },
        },
      ],
    };
  },
  medicine(dice) {
    const [dose, most] = [dice.integer(2, 9) * 25, dice.integer(3, 4)];
    const [hours, age] = [dice.pick([4, 6, 8]), dice.pick([6, 10, 14])];
    return {
      instruction: 'How is the medicine taken?',
      passage: `Adults take one tablet of ${dose} mg of Veloren every ${hours} hours, and no more than ${most} tablets in one day. The tablets should not be taken together with alcohol. Children below the age of ${age} must not be given Veloren. The packet was approved on 14 March 2016 and can be kept at room temperature for two years.`,
      claims: [
        {
          text: `An adult dose of Veloren is one ${dose} mg tablet every ${hours} hours.`,
          spoilt: {
            number: `An adult dose of Veloren is one ${dose * 2} mg tablet every ${hours} hours.`,
            swap: `An adult dose of Veloren is one ${dose} mg tablet every ${most} hours.`,
          },
        },
        {
          text: `Do not exceed ${most} tablets a day.`,
          spoilt: { number: `Do not exceed ${most + 3} tablets a day.` },
        },
        {
          text: 'Veloren should not be combined with alcohol.',
          spoilt: { negation: 'Veloren can be combined with alcohol.' },
        },
        {
          text: `It is not for children under ${age}.`,
          spoilt: {
            number: `It is not for children under ${age + 2}.`,
            negation: `It is suitable for children under ${age}.`,
          },
        },
        {
          text: 'Approval was granted on 14 March 2016.',
          spoilt: {
            date: `Approval was granted on ${dice.pick([4, 17, 24])} ${dice.pick(['March', 'May'])} 2016.`,
          },
        },
      ],
    };
  },
  match(dice) {
    const [winners, losers] = dice.some(
      ['Redford Rovers', 'Harbour City', 'Kestrel United', 'North Vale'],
      2,
    );
    const [scorer, keeper] = dice.some(people, 2);
    const [goals, crowd] = [dice.integer(3, 6), dice.integer(80, 450) * 100];
    const day = dice.integer(2, 28);
    return {
      instruction: 'Summarise the match report.',
      passage: `${winners} beat ${losers} ${goals}-1 in the cup final on ${day} May 2018 in front of ${grouped(crowd)} spectators. ${scorer} scored twice for ${winners} before half-time. ${losers} goalkeeper ${keeper} saved a penalty but was not able to prevent a heavy defeat. No player was sent off.`,
      claims: [
        {
          text: `${winners} defeated ${losers} in the cup final.`,
          spoilt: {
            swap: `${losers} defeated ${winners} in the cup final.`,
            negation: `${winners} did not defeat ${losers} in the cup final.`,
          },
        },
        {
          text: `The final was played on ${day} May 2018.`,
          spoilt: { date: `The final was played on ${(day % 28) + 1} May 2018.` },
        },
        {
          text: `${grouped(crowd)} spectators watched the game.`,
          spoilt: { number: `${grouped(crowd + 1200)} spectators watched the game.` },
        },
        {
          text: `${scorer} scored two goals in the first half.`,
          spoilt: {
            name: 'Dennis Marlow scored two goals in the first half.',
            swap: `${keeper} scored two goals in the first half.`,
          },
        },
        {
          text: 'Nobody was sent off.',
          spoilt: { negation: 'One player was sent off.' },
        },
      ],
    };
  },
  city(dice) {
    const [mayor, poet] = dice.some(people, 2);
    const [town, twin, other] = dice.some(towns, 3);
    const [inhabitants, trams] = [dice.integer(110, 890) * 1000, dice.integer(4, 19)];
    const year = dice.integer(1150, 1420);
    return {
      instruction: `Describe ${town} in a few sentences.`,
      passage: `${town} received its charter in ${year} and today has about ${grouped(inhabitants)} inhabitants. ${trams} tram lines connect the harbour with the hills. The town, whose mayor is ${mayor}, has been twinned with ${twin} for decades. The poet ${poet} was born there. There is no airport.`,
      claims: [
        {
          text: `${town} was chartered in ${year}.`,
          spoilt: { date: `${town} was chartered in ${year + dice.integer(5, 60)}.` },
        },
        {
          text: `Roughly ${grouped(inhabitants)} people live in ${town}.`,
          spoilt: { number: `Roughly ${grouped(inhabitants + 45000)} people live in ${town}.` },
        },
        {
          text: `${mayor} is the mayor, and ${poet} was born in the town.`,
          spoilt: {
            swap: `${poet} is the mayor, and ${mayor} was born in the town.`,
            name: `Ronald Pike is the mayor, and ${poet} was born in the town.`,
          },
        },
        { text: `Its twin town is ${twin}.`, spoilt: { name: `Its twin town is ${other}.` } },
        { text: 'The town does not have an airport.', spoilt: { negation: 'The town has an airport.' } },
        {
          text: `${trams} tram lines run between the harbour and the hills.`,
          spoilt: { number: `${trams + 2} tram lines run between the harbour and the hills.` },
        },
      ],
    };
  },
  expedition(dice) {
    const [leader, geologist, other] = dice.some(people, 3);
    const [days, kilometres] = [dice.integer(40, 120), dice.integer(5, 19) * 100];
    const [left, back] = dice.some(months, 2);
    const year = dice.integer(1902, 1938);
    return {
      instruction: 'Answer from the report: how did the expedition go?',
      passage: `The expedition led by ${leader} left ${left} ${year} with eleven members and forty dogs. It covered ${grouped(kilometres)} kilometres in ${days} days. ${geologist}, its geologist, fell ill and returned early. The party did not reach the southern coast, because the ice had broken up. The survivors were rescued in ${back} of the following year.`,
      claims: [
        {
          text: `${leader} led the expedition, and ${geologist} was its geologist.`,
          spoilt: {
            swap: `${geologist} led the expedition, and ${leader} was its geologist.`,
            name: `${other} led the expedition, and ${geologist} was its geologist.`,
          },
        },
        {
          text: `They set out in ${left} ${year}.`,
          spoilt: { date: `They set out in ${back} ${year}.`, swap: `They set out in ${back} ${year}.` },
        },
        {
          text: `In ${days} days they travelled ${grouped(kilometres)} kilometres.`,
          spoilt: { number: `In ${days + 11} days they travelled ${grouped(kilometres)} kilometres.` },
        },
        {
          text: 'The expedition did not get to the southern coast.',
          spoilt: { negation: 'The expedition got to the southern coast.' },
        },
        { text: 'It had eleven members.', spoilt: { number: 'It had fourteen members.' } },
      ],
    };
  },
  policy(dice) {
    const [days, limit] = [dice.integer(10, 45), dice.integer(4, 30) * 50];
    const [office, approver] = dice.some(people, 2);
    return {
      instruction: 'What are the rules for travel expenses?',
      passage: `Receipts must be submitted within ${days} days after the journey. Expenses above ${limit} euros have to be approved in advance by ${approver}. Questions go to ${office} in the travel office. First-class tickets are not reimbursed, and neither are fines. The rules came into force on 1 July 2021.`,
      claims: [
        {
          text: `Receipts are due within ${days} days of the trip.`,
          spoilt: { number: `Receipts are due within ${days + 7} days of the trip.` },
        },
        {
          text: `Anything over ${limit} euros needs prior approval from ${approver}.`,
          spoilt: {
            number: `Anything over ${limit + 150} euros needs prior approval from ${approver}.`,
            swap: `Anything over ${limit} euros needs prior approval from ${office}.`,
            name: `Anything over ${limit} euros needs prior approval from Walter Kemp.`,
          },
        },
        {
          text: 'First-class tickets are not paid for.',
          spoilt: { negation: 'First-class tickets are reimbursed.' },
        },
        {
          text: 'The rules have applied since 1 July 2021.',
          spoilt: { date: `The rules have applied since 1 ${dice.pick(['June', 'May'])} 2021.` },
        },
      ],
    };
  },
  species(dice) {
    const [finder, other] = dice.some(people, 2);
    const [length, eggs] = [dice.integer(11, 48), dice.integer(3, 9)];
    const year = dice.integer(1830, 1960);
    return {
      instruction: 'Write a short encyclopedia entry about the bird.',
      passage: `The reed pipit of Lake Sarna was first described by ${finder} in ${year}. Adults reach ${length} centimetres, females being larger than males. A clutch has ${eggs} eggs, which are incubated by the male. The bird does not migrate. Its only predator is the marsh harrier.`,
      claims: [
        {
          text: `${finder} first described the reed pipit in ${year}.`,
          spoilt: {
            date: `${finder} first described the reed pipit in ${year + dice.integer(3, 20)}.`,
            name: `${other} first described the reed pipit in ${year}.`,
          },
        },
        {
          text: `It grows to ${length} centimetres, and females are larger than males.`,
          spoilt: {
            number: `It grows to ${length + 5} centimetres, and females are larger than males.`,
            swap: `It grows to ${length} centimetres, and males are larger than females.`,
          },
        },
        {
          text: `The male incubates a clutch of ${eggs} eggs.`,
          spoilt: {
            number: `The male incubates a clutch of ${eggs + 2} eggs.`,
            swap: `The female incubates a clutch of ${eggs} eggs.`,
          },
        },
        { text: 'The reed pipit does not migrate.', spoilt: { negation: 'The reed pipit migrates.' } },
        {
          text: 'Only the marsh harrier preys on it.',
          spoilt: { name: 'Only the golden eagle preys on it.' },
        },
      ],
    };
  },
  museum(dice) {
    const [architect, donor] = dice.some(people, 2);
    const [works, price] = [dice.integer(12, 80) * 100, dice.integer(6, 18)];
    const year = dice.integer(1955, 2012);
    return {
      instruction: 'Give practical information about the museum.',
      passage: `The Lindqvist Museum, a building by ${architect}, was inaugurated on 9 September ${year}. Its collection of ${grouped(works)} works was donated by ${donor}. Admission costs ${price} euros; children do not pay. The museum is closed on Mondays. Photography is permitted without flash.`,
      claims: [
        {
          text: `${architect} designed the building, which was inaugurated on 9 September ${year}.`,
          spoilt: {
            date: `${architect} designed the building, which was inaugurated on 9 September ${year + 4}.`,
            swap: `${donor} designed the building, which was inaugurated on 9 September ${year}.`,
            name: `Ivor Grant designed the building, which was inaugurated on 9 September ${year}.`,
          },
        },
        {
          text: `${donor} gave the museum its ${grouped(works)} works.`,
          spoilt: {
            number: `${donor} gave the museum its ${grouped(works + 700)} works.`,
            swap: `${architect} gave the museum its ${grouped(works)} works.`,
          },
        },
        { text: `A ticket costs ${price} euros.`, spoilt: { number: `A ticket costs ${price + 3} euros.` } },
        {
          text: 'Children do not have to pay.',
          spoilt: { negation: 'Children have to pay.' },
        },
        {
          text: 'It is closed on Mondays.',
          spoilt: { date: 'It is closed on Tuesdays.', negation: 'It is open on Mondays.' },
        },
      ],
    };
  },
  software(dice) {
    const [author, maintainer] = dice.some(people, 2);
    const [files, seconds] = [dice.integer(20, 90) * 100, dice.integer(3, 28)];
    const version = `${dice.integer(2, 6)}.${dice.integer(1, 9)}`;
    const month = dice.pick(months);
    return {
      instruction: 'Explain what is known about the tool.',
      passage: `Quillsync ${version}, released in ${month} 2022, copies ${grouped(files)} files in ${seconds} seconds on ordinary hardware. It was written by ${author} and is now maintained by ${maintainer}. Quillsync does not encrypt its backups. Windows is supported, macOS is not. It requires Python 3.9 or later.`,
      claims: [
        {
          text: `Quillsync ${version} came out in ${month} 2022.`,
          spoilt: {
            date: `Quillsync ${version} came out in ${month} 2020.`,
            number: `Quillsync ${Number(version) + 1} came out in ${month} 2022.`,
          },
        },
        {
          text: `It was originally written by ${author}, and ${maintainer} maintains it now.`,
          spoilt: {
            swap: `It was originally written by ${maintainer}, and ${author} maintains it now.`,
            name: `It was originally written by Noah Beck, and ${maintainer} maintains it now.`,
          },
        },
        {
          text: `Copying ${grouped(files)} files takes ${seconds} seconds.`,
          spoilt: { number: `Copying ${grouped(files)} files takes ${seconds + 6} seconds.` },
        },
        { text: 'Backups are not encrypted.', spoilt: { negation: 'Backups are encrypted.' } },
        {
          text: 'It runs on Windows but not on macOS.',
          spoilt: { swap: 'It runs on macOS but not on Windows.' },
        },
      ],
    };
  },
};
