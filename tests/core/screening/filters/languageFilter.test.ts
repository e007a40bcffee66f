import { pairFilters, rejection } from './screening';

const of = (language: string, response: string, instruction = '...'): Promise<string | undefined> =>
  rejection(
    pairFilters.filter(({ name }) => name === 'language'),
    { language, instruction, input: '', response },
  ).then((result) => result?.reason);

const russian =
  'Листья содержат хлорофилл, вещество, которое поглощает красный и синий свет, а зелёный отражает.';
const chinese = '光合作用是植物利用阳光，把二氧化碳和水转化为有机物并释放氧气的过程。';
const japanese = '雨水が岩を少しずつ溶かし、その中の塩分が川を通って海に流れ込むからです。';
const thai = 'การนอนหลับช่วยให้ร่างกายซ่อมแซมส่วนที่สึกหรอ และสมองจัดเก็บความทรงจำ';
const english = 'The library will be closed on Monday because of the holiday, and opens again on Tuesday.';

test.each([
  ['en', russian, 'the response is in Russian, and English was asked for'],
  ['en', thai, 'the response is in Thai, and English was asked for'],
  ['th', russian, 'the response is in Russian, and Thai was asked for'],
  ['zh', japanese, 'the response is in Japanese, and Chinese was asked for'],
  ['ja', chinese, 'the response is in Chinese, and Japanese was asked for'],
  ['ko', chinese, 'the response is in Chinese, and Korean was asked for'],
  ['zh', english, 'the response is in English, and Chinese was asked for'],
  ['hi', english, 'the response is in English, and Hindi was asked for'],
])('asked for %s, another script or kana tells another language: %s', async (language, response, reason) =>
  expect(await of(language, response)).toBe(reason),
);

test.each([
  ['zh', chinese],
  ['ja', japanese],
  ['th', thai],
  ['ru', russian],
  ['ja', '東京都千代田区丸の内'],
  ['zh', '日语里“猫”写作“ねこ”，读音是neko，常见于儿童读物和日常会话之中。'],
  ['id', 'Perpustakaan akan ditutup pada hari Senin karena hari libur dan dibuka kembali pada hari Selasa.'],
  ['eo', 'La biblioteko estos fermita lunde pro la festotago, kaj malfermiĝos denove marde matene.'],
  ['sr', 'Biblioteka će biti zatvorena u ponedeljak zbog praznika, a ponovo se otvara u utorak ujutru.'],
])('asked for %s, this is it or cannot be told: %s', async (language, response) =>
  expect(await of(language, response)).toBeUndefined(),
);

test.each([
  ['zh', '请把下面的句子翻译成英文。'],
  ['ja', '次の文を英語に訳してください。'],
  ['ko', '다음 문장을 영어로 번역하세요.'],
  ['th', 'แปลประโยคนี้เป็นภาษาอังกฤษ'],
  ['ar', 'ترجم الجملة إلى الإنجليزية.'],
  ['he', 'תרגם את המשפט לאנגלית.'],
  ['hi', 'इस वाक्य का अंग्रेज़ी में अनुवाद कीजिए।'],
  ['ru', 'Переведи предложение на английский.'],
])('a translation that is asked for in %s may be in another language', async (language, instruction) =>
  expect(await of(language, english, instruction)).toBeUndefined(),
);
