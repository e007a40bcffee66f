import { verbObjectOf } from '../../../../core/foundations/language/verbObject';

describe('what an instruction asks for is its leading verb and what it is done to', () => {
  test.each([
    ['Write a short poem about rain.', 'write', 'poem'],
    ['write code to sort numbers', 'write', 'code'],
    ['Brainstorm a list of names for a boat.', 'brainstorm', 'list'],
    ['Plan a weekly lunch menu for a school.', 'plan', 'menu'],
    ['Give me five synonyms for the word "brave".', 'give', 'synonym'],
    ['Please summarize the following article in two sentences.', 'summarize', 'article'],
    ['Can you make a detailed plan for me?', 'make', 'plan'],
    ['You need to write a creative opening scene.', 'write', 'scene'],
    ['Given the facts, compose a story.', 'compose', 'story'],
    ['In this task, identify the possible disease.', 'identify', 'disease'],
    ['Using the comment as a guide, replace the word.', 'replace', 'word'],
    ['Extract all the dates from the text.', 'extract', 'date'],
    ['Solving the equation and find x.', 'solve', 'equation'],
    ['How do you answer this question in an interview?', 'answer', 'question'],
    ['What is the capital of France?', 'be', 'capital'],
    ['I am planning a trip. Suggest three routes.', 'suggest', 'route'],
    ['How can we reduce unconscious bias?', 'reduce', 'bias'],
  ])('%s', (instruction, verb, object) => {
    expect(verbObjectOf(instruction)).toEqual({ verb, object });
  });

  test.each([
    ['Explain why it rains.', 'explain'],
    ['Tell me whether the email is spam.', 'tell'],
  ])('%s has no noun as its object', (instruction, verb) => {
    expect(verbObjectOf(instruction)).toEqual({ verb, object: undefined });
  });

  test.each([[''], ['???'], ['42'], ['The weather.'], ['\0\0']])('%j has none', (instruction) => {
    expect(verbObjectOf(instruction)).toBeUndefined();
  });
});
