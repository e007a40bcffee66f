import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageTeller } from '../../../../core/foundations/language/detectLanguage';
import { readLanguageTables } from '../../../../core/foundations/language/languageTables';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const sentences = [
  'The cat sat on the mat, and nobody said anything about it.',
  'L’été dernier, nous sommes allés à la plage qu’elle aime; c’était l’heure.',
  'Der Hund läuft über die Straße, weil er müßig ist.',
  'Мама мыла раму, а папа читал газету.',
  'Η γάτα κοιμάται στον καναπέ.',
  '今日はとても良い天気ですね。散歩に行きましょう。',
  '今天天气很好，我们去公园散步吧。',
  '오늘은 날씨가 아주 좋습니다.',
  'القط نائم على الأريكة في غرفة الجلوس.',
  'החתול ישן על הספה.',
  'बिल्ली सोफ़े पर सो रही है।',
  'วันนี้อากาศดีมาก',
  'Con mèo đang ngủ trên ghế sô pha.',
  'Kot śpi na kanapie, a pies szczeka głośno.',
  'Kedi kanepede uyuyor; İstanbul’da yağmur var.',
  'Ողջույն, ինչպե՞ս ես։',
  '   ',
  '',
  "'tis 'quoted' '' ` x",
  '𝒜 𝔟𝔠 😀 a 😀b 𐐀𐐁 ok',
  'half \ud83d of a character \udc00',
  'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkundenausstellung ist lang.',
];

/** Pieces of all of them, put together by chance, and long ones that are cut. */
function texts(): string[] {
  const random = seededRandom(7, 'texts', 0);
  const any = (): string => sentences[Math.floor(random.uniform() * sentences.length)]!;
  const mixed = Array.from({ length: 1_500 }, () => {
    const [one, other] = [any(), any()];
    const at = Math.floor(random.uniform() * one.length);
    const joined = one.slice(at) + [' ', '', ', ', '\n'][Math.floor(random.uniform() * 4)]! + other;
    return random.uniform() < 0.2 ? joined.repeat(Math.ceil(random.uniform() * 12)) : joined;
  });
  const written = readFileSync(join(__dirname, '../../../../benchmarks/data/fluentTexts.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return [...sentences, ...mixed, ...written];
}

test('it gives the scores that eld gives, each of them, in every language', async () => {
  const { eld } = await import('eld/small');
  const teller = languageTeller(...(await readLanguageTables()));
  expect(teller.languages).toEqual(Object.values(eld.info().Languages));
  let scores = 0;
  for (const text of texts()) {
    const own = teller.scores(text);
    expect({ text, scores: Object.fromEntries(own) }).toEqual({ text, scores: eld.detect(text).getScores() });
    scores += own.length;
  }
  expect(scores).toBeGreaterThan(20_000);
});
