/**
 * What the simulated teacher's tasks are put together from. None of it stands in the classifier's own examples, and every piece
 * belongs to one value only, so that the true cell of a task can be read off it.
 */

/** By task type: sentences around a topic, and what makes them moderate or hard. */
export const taskTexts: Readonly<
  Record<
    string,
    {
      readonly frames: readonly string[];
      readonly moderate: readonly string[];
      readonly hard: readonly string[];
    }
  >
> = {
  brainstorming: {
    frames: [
      'Come up with fresh ideas about {topic}',
      'I am stuck: throw some suggestions at me about {topic}',
      'List possible angles on {topic}',
      'Suggest catchy titles for a column about {topic}',
      'What could one try in connection with {topic}',
      'Name several unusual ways to promote {topic}',
      'Help me collect options concerning {topic}',
      'Give a handful of ideas for an event around {topic}',
      'Think up questions that visitors might ask about {topic}',
      'Offer a dozen starting points for a project on {topic}',
    ],
    moderate: [
      ', each with one sentence that says whom it would appeal to',
      ' that cost nothing, and mark the one you like best',
      '; keep them short and leave out what everybody has seen before',
      ', half of them for children and half for adults',
      ' that two people can put into practice within a week',
    ],
    hard: [
      "; rank them by effort and effect, name the assumption behind each, and say which two would get in each other's way and why",
      ' under three conditions at once: no budget, no previous knowledge, and nothing that needs a permit; then criticise your own three best and mend them',
      ', grouped by audience and by risk, and for every group work out what would have to be true for it to fail, with an early sign that it is failing',
      '; then choose one by weighing novelty against feasibility, justify the weights, and show whether the choice still holds if the time available is cut in half',
    ],
  },
  coding: {
    frames: [
      'Write a TypeScript function that sorts records about {topic}',
      'Code a small command-line tool that keeps notes on {topic}',
      'Fix a Python script that crashes when it loads a CSV file on {topic}',
      'Write an SQL query that counts entries about {topic}',
      'Implement a class in C# that models {topic}',
      'Create a regular expression that finds mentions of {topic}',
      'Build a web page in plain JavaScript that displays {topic}',
      'Write a unit test for a parser of data about {topic}',
      'Program a Rust iterator over a dataset on {topic}',
      'Refactor a PHP method that prints a table about {topic}',
    ],
    moderate: [
      ', with readable names and a comment on every parameter',
      '; empty input should give an empty result, not an error',
      ' and show one call of it with its output',
      ' that also works when a field is missing',
      ' and keeps the original order of equal items',
    ],
    hard: [
      '; it has to stay correct when several threads use it, run in logarithmic time per update, and survive a crash in mid-write, so explain the invariants and test the edge cases',
      ' that handles malformed lines, duplicate keys and files larger than memory; analyse time and space, and compare your design with one that uses an index',
      ', without external libraries, with cancellation, retries and a bound on memory, and prove that no record is ever counted twice even if the network fails between two steps',
      '; then derive its worst case, construct an input that reaches it, and optimise the code until that input is no longer a problem, justifying every step',
    ],
  },
  summarisation: {
    frames: [
      'Summarise the report on {topic}',
      'Give me the gist of the text about {topic}',
      'Boil the essay on {topic} down to its essence',
      'Condense the interview about {topic}',
      'What are the main points of the lecture on {topic}',
      'Sum up the long post concerning {topic}',
      'Shorten the newspaper piece about {topic}',
      'Write an abstract for the paper on {topic}',
      'Provide the key takeaways of the documentary on {topic}',
      'Put the chapter on {topic} into a nutshell',
    ],
    moderate: [
      ' in three bullet points for somebody who knows nothing of it',
      ' in about sixty words, and keep every figure',
      ', first in one sentence and then in one paragraph',
      ' and end with the question that it leaves open',
      ' without quoting it, in the past tense',
    ],
    hard: [
      '; separate what it claims from what it shows, point out where two of its arguments contradict each other, and reconcile them in at most a hundred words for a sceptical expert',
      ' for three different readers, a minister, a pupil and a rival author, so that no version drops a condition on which the conclusion depends, and justify what each one leaves out',
      ', evaluating the evidence behind every main claim, listing the assumptions that are never stated, and showing how the conclusion shifts if the weakest of them is wrong',
      ' as a decision memo: give the trade-offs, the consequences of doing nothing, and the strongest counter-argument, and mark each sentence by how certain the source is',
    ],
  },
  explanation: {
    frames: [
      'Explain what lies behind {topic}',
      'How does one make sense of {topic}',
      'Why do people care about {topic}',
      'Describe how {topic} came to be the way it is',
      'Clarify the idea of {topic}',
      'What is meant by {topic}',
      'Tell me in plain words how it works: {topic}',
      'Shed light on the causes of changes in {topic}',
      'Walk me through the basics of {topic}',
      'Teach a newcomer what matters about {topic}',
    ],
    moderate: [
      ', with one comparison from everyday life',
      ' in two paragraphs, the first of them without technical terms',
      ' and give an example that most people would know',
      ', and mention one common misunderstanding',
      ' for a reader who has only five minutes',
    ],
    hard: [
      '; trace the chain of causes step by step, evaluate two rival accounts of it, say what evidence could refute each, and where the experts still disagree and why',
      ', starting from first principles, deriving every intermediate conclusion, and showing which of them break down under extreme conditions, with an example for each failure',
      ' by analysing how three factors act on each other, why none of them suffices alone, and what the consequences would be, first at once and then after years, if one were removed',
      '; then critique your own account from the point of view of somebody who doubts it, and revise it so that it answers the two strongest objections without adding assumptions',
    ],
  },
  'creative writing': {
    frames: [
      'Write a poem inspired by {topic}',
      'Tell a bedtime story that involves {topic}',
      'Compose a ballad on {topic}',
      'Pen a funny monologue about {topic}',
      'Invent a legend that explains {topic}',
      'Write a scene for the stage about {topic}',
      'Draft a love letter that mentions {topic}',
      'Make up a riddle in verse about {topic}',
      'Write the first page of a novel set around {topic}',
      'Craft a fable whose moral concerns {topic}',
    ],
    moderate: [
      ' in exactly four stanzas, the last of them hopeful',
      ' with two characters who never say what they mean',
      ', told by an animal and set at night',
      ' in which the weather changes the ending',
      ' of about a hundred words, with a surprise at the end',
    ],
    hard: [
      '; every paragraph must contradict the one before it and yet the whole must be consistent, no adjective may occur twice, and the narrator has to change without the reader noticing at first',
      ' whose sentences can also be read in reverse order with a different but coherent meaning, that keeps to one vowel in every rhyme, and that never names its hero or the place',
      ', in which three narrators give conflicting accounts of one event, each unreliable for a different reason, so that an attentive reader can reconstruct what really happened and why',
      ' as a frame story within a frame story, each level in its own tense and register, with one object that means something else on every level and a final line that resolves all of them',
    ],
  },
};

/** By domain: what tasks are about, and where or in what respect. */
export const topicTexts: Readonly<
  Record<string, { readonly subjects: readonly string[]; readonly settings: readonly string[] }>
> = {
  food: {
    subjects: [
      'sourdough bread', 'street-food stalls', 'homemade pasta', 'fermented vegetables', 'school lunches', 'spicy curries',
      'olive oil', 'vegan desserts', 'farmhouse cheese', 'roast chicken', 'breakfast porridge', 'pickled herring',
      'chocolate truffles', 'mushroom risotto', 'iced tea', 'wood-fired pizza', 'dumplings', 'kitchen knives',
      'leftover rice', 'family barbecues',
    ],
    settings: [
      'in a tiny kitchen', 'on a cook\'s day off', 'with seasonal ingredients', 'at a village bakery', 'for hungry guests',
      'at a night market', 'in a restaurant with one waiter', 'for people who hate onions',
    ],
  },
  finance: {
    subjects: [
      'savings accounts', 'mortgage rates', 'index funds', 'credit card debt', 'pension plans', 'household budgets',
      'currency exchange', 'income tax', 'stock market crashes', 'microloans', 'insurance premiums', 'bank fees',
      'dividends', 'cash-flow statements', 'government bonds', 'overdraft charges', 'venture capital', 'credit scores',
      'payroll accounting', 'hedge funds',
    ],
    settings: [
      'when interest rates rise', 'for first-time investors', 'during a recession', 'at a savings bank',
      'for freelancers with irregular pay', 'before retirement', 'after an inheritance', 'at the end of the fiscal year',
    ],
  },
  history: {
    subjects: [
      'the Silk Road', 'medieval guilds', 'the Viking voyages', 'the Ottoman court', 'the Black Death', 'Roman legions',
      'the Industrial Revolution', 'the fall of Constantinople', 'Egyptian pharaohs', 'the Cold War', 'the Aztec empire',
      'Tudor England', 'the abolition of slavery', 'the Meiji restoration', 'Bronze Age trade', 'the Crusades',
      'the Spanish Armada', 'the Russian Revolution', 'Mesopotamian scribes', 'the Congress of Vienna',
    ],
    settings: [
      'as chroniclers of the century saw it', 'through the eyes of ordinary peasants', 'in the light of archaeology',
      'from the first sources to modern historians', 'in the decades before the war', 'as kings and generals told it',
      'in old archives', 'and its traces in ancient ruins',
    ],
  },
  sport: {
    subjects: [
      'penalty shoot-outs', 'marathon runners', 'rock climbing', 'tennis serves', 'rowing crews', 'beach volleyball',
      'ice hockey goalkeepers', 'amateur boxing', 'gymnastics routines', 'cycling sprints', 'swimming relays', 'judo throws',
      'basketball tactics', 'cricket umpires', 'ski jumping', 'rugby scrums', 'table tennis rallies', 'pole vaulting',
      'golf swings', 'handball teams',
    ],
    settings: [
      'at the Olympic Games', 'in the last minute of the final', 'for weekend athletes', 'during off-season training',
      'in front of a roaring stadium', 'at a local club championship', 'after a bad injury', 'under a new coach',
    ],
  },
}; // prettier-ignore
