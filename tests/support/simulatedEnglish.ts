import { Draws } from './seededDraws';

/**
 * A new instruction of the grammar, in English. About one in four is a classification task. A sentence before and one
 * after it come and go, so that two instructions of one form differ in more than their nouns.
 */
export function writeInstruction(draws: Draws): string {
  if (draws.chance(0.25)) return fill(`${draws.pick(classificationForms)} ${drawTail(draws)}`, draws);
  const lead = draws.chance(0.3) ? draws.pick(vocabulary.lead) : '';
  return fill(`${lead} ${draws.pick(openForms)} ${drawTail(draws)}`, draws);
}

function drawTail(draws: Draws): string {
  return draws.chance(0.75) ? draws.pick(vocabulary.tail) : '';
}

/** Whether an instruction asks for one of a few labels: true of every classification form of the grammar and of no other. */
export function isClassification(instruction: string): boolean {
  return /^(Please )?(classify|decide whether|label|sort|tell whether|judge whether|assign|detect|determine if|categorise|rate|read the following .* and say|is the|which of)\b/i.test(
    instruction,
  );
}

/** Two in five tasks need no input. A function of the instruction, so that every call about it agrees. */
export function needsInput(instruction: string): boolean {
  return isClassification(instruction) || new Draws(instruction, 'needs input').chance(0.6);
}

export function labelsOf(instruction: string): string[] {
  const named = vocabulary.labels.find((labels) => instruction.includes(labels));
  return (named ?? 'yes or no')
    .split(/, | or /)
    .map((label) => label.charAt(0).toUpperCase() + label.slice(1));
}

/** Sentences of the grammar, no two of one form, so that nothing loops. */
export function writeSentences(draws: Draws, min: number, max: number): string {
  return draws
    .pickSeveral(sentenceForms, draws.integer(min, max))
    .map((form) => fill(form, draws))
    .join(' ');
}

/** Replaces each `{slot}` by a phrase of the vocabulary; within one text no phrase comes twice. */
export function fill(form: string, draws: Draws): string {
  const used = new Set<string>();
  return form
    .replace(/\{(\w+)\}/g, (_, slot: string) => {
      const phrases = vocabulary[slot as keyof typeof vocabulary];
      let phrase = draws.pick(phrases);
      while (used.has(phrase) && used.size < phrases.length) phrase = draws.pick(phrases);
      used.add(phrase);
      return phrase;
    })
    .replace(/\b([Aa]) (?=[aeiou])(?!one|uni|use|usu|eu)/g, '$1n ')
    .trim()
    .replace(/(^|[.?!] )([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function list(text: string): readonly string[] {
  return text
    .split('|')
    .map((phrase) => phrase.trim().replace(/\s+/g, ' '))
    .filter((phrase) => phrase !== '');
}

export const vocabulary = {
  topic: list(`
    caring for houseplants | the history of bridges | baking bread at home | riding a bicycle in traffic | learning a second language |
    saving money on groceries | how glaciers move | the first railway lines | working from home | keeping bees in a city |
    training a stubborn dog | packing for a long hike | repairing old furniture | the life of a lighthouse keeper | growing tomatoes on a balcony |
    sleeping better in summer | writing by hand | moving to a new country | the migration of swallows | cooking for a large family |
    running a small bookshop | teaching children to swim | the smell of rain | how vaccines work | restoring a wooden boat |
    living without a car | the invention of the clock | night shifts at a hospital | planning a wedding on a budget | making cheese |
    reading old letters | how batteries age | the rules of chess | volunteering at a shelter | insulating an attic |
    winter sports | composting kitchen waste | public libraries | a failed harvest | fixing a leaking tap |
    the price of coffee | speaking in public | remote villages | a power cut downtown | the design of playgrounds |
    negotiating a salary | raising twins | desert animals | sewing a winter coat | a lost suitcase |
    learning to drive late in life | how tides work | street markets | renting a first flat | medieval trade routes |
    quitting sugar | electric buses | an unexpected inheritance | the care of leather shoes | growing old together |
    noise in open offices | wild mushrooms | mountain rescue teams | choosing a mattress | how elections are counted |
    a neighbour's barking dog | the science of yeast | family recipes | long train journeys | second-hand clothes |
    coral reefs | a school garden | losing a close friend | the rise of podcasts | keeping a diary |
    home insurance | the northern lights | training for a marathon | a broken promise | paper recycling |
    the ethics of zoos | sourdough starters | a forgotten birthday | solar panels on rented roofs | the taste of olives |
    folk tales about wolves | tax returns for freelancers | an empty nest | crossing a busy border | learning the violin as an adult |
    urban foxes | mending clothes | an honest mistake at work | canal locks | the psychology of queues |
    saving a failing restaurant | comets and meteors | ordinary courage | grief and humour | the origin of surnames |
    planting a hedge | the history of salt | earthquake drills | pocket watches | the first day at school |
    bargaining at a flea market | plain language in contracts | chronic back pain | ocean currents | a ghost town |
    food allergies in schools | lighthouses and fog | digital photo albums | a grandmother's advice | shared kitchens |
    hiking with toddlers | how soap cleans | village festivals | inherited debts | migratory workers |
    a rainy holiday | training apprentices | traditional pottery | silence in conversation | the future of farming |
    keeping chickens | cold water swimming | a delayed flight | the craft of bookbinding | fair trade chocolate |
    kindness between strangers | weather forecasting | rooftop gardens | an overdue apology | prime numbers |
    the human heart | museum visits with teenagers | house swaps | tea ceremonies | a haunted hotel |
    early retirement | unwritten office rules | the water cycle | handmade toys | rural doctors`),
  audience: list(`
    a curious ten-year-old | busy parents | a retired engineer | first-year students | the owner of a small bakery | a nervous beginner |
    people who hate reading | a hospital newsletter | new employees | my elderly neighbour | a group of tourists | amateur historians |
    the local council | a sceptical investor | night-shift nurses | teachers in rural schools | a school debate club | an impatient boss |
    members of a sports club | refugees learning English | a friend abroad | experienced gardeners | young fathers | a blind listener |
    landlords | teenage athletes | apprentice electricians | a travel magazine | our customer support team | a jury of experts |
    grandparents | someone in a hurry | a book club | hobby astronomers | readers of a trade journal | vegetarian cooks |
    a town meeting | job seekers over fifty | a science fair | single parents | a radio host | software developers |
    the board of a charity | sailors | an online forum | restaurant critics | people with little money | kindergarten teachers |
    a visiting professor | long-distance commuters | farmers | shy people | a museum guide | volunteers`),
  text: list(`
    email | short story | speech | poem | haiku | letter | product description | news report | blog post | dialogue | diary entry | press release |
    review | fable | toast | summary | cover letter | advertisement | riddle | limerick | bedtime story | obituary | apology | invitation | script |
    newsletter | proposal | complaint | leaflet | song lyric | monologue | postcard | recipe | travel guide | quiz | interview | petition |
    reference letter | instruction leaflet | memo | eulogy | horoscope | slogan | warning notice | case study | thank-you note | job advert |
    lesson plan | opening paragraph | comparison | glossary | policy brief | checklist | ballad | anecdote | encyclopedia entry`),
  tone: list(`
    funny | formal | heartfelt | two-paragraph | persuasive | melancholic | cheerful | polite but firm | dramatic | plain | sarcastic | hopeful | terse |
    rhyming | witty | scholarly | conversational | suspenseful | nostalgic | matter-of-fact | encouraging | solemn | playful | blunt | diplomatic |
    poetic | reassuring | angry | modest | vivid | gentle | mysterious | concise | detailed | ironic | grateful`),
  constraint: list(`
    in under fifty words | without using the letter e | using only questions | in exactly three sentences | as a dialogue between two siblings |
    in the style of a sports commentator | with at least four concrete examples | using no adjectives | in the second person | with a surprising ending |
    as if it were 1850 | without naming it directly | in plain English | with a short title | using one extended metaphor | in the past tense |
    as a numbered procedure | and end with a question | and mention at least two costs | from the point of view of a cat | in alphabetical order |
    with a counterargument | for a reader who knows nothing about it | without any jargon | and keep every sentence under ten words |
    using words a child would know | with one historical reference | in four rhyming lines | as a letter to an editor | and add a short moral |
    in the voice of an old sailor | with exact quantities | as a table with two columns | beginning with a weather report | using the word "lantern" twice |
    and explain your reasoning | ranked from cheapest to dearest | with a personal confession | as advice from a grandmother | and avoid all numbers`),
  things: list(`
    birthday presents | weekend trips | quick dinners | icebreaker questions | team names | exercises | bad habits | household hazards | interview questions |
    book titles | proverbs | superstitions | side jobs | conversation starters | packing mistakes | herbal teas | card games | myths | inventions | excuses |
    shortcuts | warning signs | spices | science experiments | party games | budget cuts | reading habits | breathing exercises | compliments | metaphors |
    nicknames | vegetables | stretches | safety rules | charity events | room decorations | detective novels | loan words | sandwich fillings | rainy-day activities |
    status updates | thank-you gestures | study techniques | insurance risks | daily rituals | unusual pets | job titles | cleaning tips | slow-cooker meals | farewell gifts`),
  count: list('two | three | four | five | six | seven | eight | nine | ten | a dozen'),
  situation: list(`
    has just moved to a new city | cannot sleep before exams | wants to change careers at forty | lost a wallet abroad | shares a flat with a messy friend |
    runs a bakery that loses money | has twenty minutes a day | was passed over for promotion | is afraid of flying | cooks for picky toddlers |
    inherited a neglected garden | works night shifts | must give a speech tomorrow | broke a borrowed camera | has never owned a pet |
    is learning to read Braille | wants to stop procrastinating | lives on a boat | cannot eat gluten | missed the last train home |
    forgot a wedding anniversary | plans to cycle across a continent | is recovering from a knee injury | teaches a noisy class | has a jealous colleague |
    wants to write a first novel | argues with a landlord | plants vegetables too late | manages a team for the first time | is tired of small talk |
    bought a house with damp walls | received an anonymous letter | hosts guests on short notice | wants to spend less time online | doubts a medical diagnosis`),
  person: list(`
    a student | a young nurse | a retired teacher | a single mother | a carpenter | a shy teenager | an office worker | a new manager | a grandmother | a tourist |
    a truck driver | a musician | a chef | a widower | an exchange student | a shop assistant | a librarian | a farmer | a freelancer | a bus driver |
    a journalist | a goalkeeper | a tailor | a lawyer | a dentist | a night watchman | a florist | a beekeeper | an accountant | a mechanic`),
  material: list(`
    paragraph | recipe | customer complaint | poem | meeting transcript | news headline | dialogue | medical leaflet | contract clause | product review | letter |
    lecture outline | fairy tale | weather report | restaurant menu | shopping list | job posting | speech | travel diary | error message | chat conversation |
    obituary | sports report | user manual | legal notice | short biography | song text | table of prices | list of ingredients | police statement`),
  operation: list(`
    rewrite it | shorten it by half | turn it into a set of questions | correct its grammar | explain it | extract every date and place | replace all passive verbs |
    translate its idioms into plain words | find the three weakest claims | continue it for two more sentences | add a suitable heading | put its steps in order |
    list the people it mentions | make it sound friendlier | remove everything that is not a fact | write a reply to it | convert all measurements | summarise it |
    point out what is missing | retell it backwards | underline the main argument | suggest a better ending | guess who wrote it | turn it into a telephone script`),
  fact: list(`
    bread rises | leaves change colour in autumn | the sea is salty | cats purr | some metals rust | we yawn | onions make us cry | ice floats |
    prices rise in wartime | the sky turns red at dusk | old books smell sweet | knuckles crack | bees dance | stars twinkle | fevers come at night |
    bridges have expansion joints | spicy food feels hot | time zones exist | languages die out | deserts are cold at night | soap makes bubbles |
    flamingos are pink | the moon has phases | people blush | honey never spoils | tyres have grooves | whales sing | paper yellows`),
  pair: list(`
    a fox and a hedgehog | tea and coffee | trains and planes | a lake and a sea | renting and buying | running and swimming | a proverb and a joke | butter and margarine |
    city life and country life | a metaphor and a simile | fear and caution | saving and investing | a comet and an asteroid | cotton and wool | two rival bakers |
    a memoir and a novel | gas and induction cookers | a mentor and a friend | envy and admiration | paper books and e-readers | an alligator and a crocodile |
    democracy and monarchy | a virus and a bacterium | weather and climate | gold and silver | loneliness and solitude | habits and rituals | jam and jelly`),
  aspect: list(`
    cost | comfort | safety | history | taste | upkeep | the effort needed | the effect on the environment | what beginners get wrong | how long it lasts | speed |
    popularity | health | noise | cultural meaning | reliability | what children think of it | the risks | resale value | pleasure`),
  riddle: list(`
    A train leaves at noon and travels 240 kilometres in three hours | A baker sells 48 rolls in the morning and half as many after lunch |
    A tank holds 90 litres and loses 4 litres a day | Three friends share a bill of 87 euros | A field is 120 metres long and 80 metres wide |
    A book has 364 pages and is read at 28 pages a day | A coat costs 150 pounds and is reduced by a fifth | A class of 27 pupils forms groups of four |
    A cyclist covers 15 kilometres in 40 minutes | A recipe for six people needs 450 grams of flour | A rope of 21 metres is cut into equal thirds |
    A lamp uses 9 watts and burns for 200 hours | A farmer plants 14 rows of 35 trees | A loan of 2,000 dollars grows by 3 percent a year`),
  request: list(`
    how long it takes | what is left at the end | the average per hour | the result for twice the amount | which step is the hardest | the total after one week |
    the share of each person | the answer in another unit | how much more is needed | what changes if one of them drops out | the remainder | the cheapest alternative`),
  labels: list(`
    positive, negative or neutral | formal or informal | fact or opinion | urgent or routine | spam or genuine | literal or figurative | complete or incomplete |
    polite, neutral or rude | question, statement or command | past, present or future | fiction or non-fiction | happy, sad or angry | sincere or sarcastic |
    safe or dangerous | consistent or contradictory | beginner, intermediate or advanced | support, oppose or undecided | relevant or irrelevant | concrete or abstract`),
  labelled: list(`
    customer comment | headline | sentence | tweet | paragraph | film review | e-mail subject line | support ticket | product question | restaurant review | claim | proverb |
    forum post | voicemail transcript | diary entry | advert | request | slogan | chat message | exam answer | complaint | recipe step | witness statement | greeting`),
  write: list(`
    Write | Compose | Draft | Prepare | Create | Produce | Come up with | Put together | Pen | Devise | Craft | Please write | Make up | Try your hand at | Help me write |
    I would like | We need | Dictate | Improvise | Let us have`),
  suggest: list(`
    Suggest | Recommend | Offer | Propose | Give | Name | List | Think of | Find | Provide | Pick | Collect | Please list | Gather | I am looking for | Jot down | Enumerate |
    Come up with | Present | Share`),
  about: list(`
    about | on | concerning | dealing with | inspired by | that revolves around | touching on | devoted to | built around | related to | that mentions | full of remarks on`),
  for: list(`
    for | aimed at | addressed to | meant for | suitable for | that would please | to be read by | intended for | that could convince | on behalf of | with an eye to`),
  lead: list(`
    {reason}, so here is a task: | Suppose that {reason}. | {person} {situation}. | This is {for} {audience}. | My {noun} broke down {adverb}. | Think of {pair}. |
    Here is something about {topic}: | Forget {topic} for a moment. | Everybody says that {reason}. | Imagine the scene: the {noun} {verb} a {adjective} {noun}. |
    We run a workshop on {topic}. | As {person} knows, {fact}. | On the subject of {aspect} and {things}: | I am {person} and have to {advice}.`),
  tail: list(`
    Mention {things} and {aspect}. | Start with the words "{adjective} {noun}". | Bear in mind that {reason}. | {person} {situation}, so take that into account. | Do not forget {aspect}. |
    Leave out anything to do with {topic}. | It should appeal to {audience} as well. | Use the words "{noun}" and "{adjective}". | Close by telling readers to {advice}. |
    The setting is a {adjective} {noun} where one {noun} {verb} another. | Keep the {noun} {adjective}. | Add {count} {things} as examples. | Weigh {aspect} against {aspect}. |
    Assume that {fact}. | Work in a comparison of {pair}. | Make it {tone} rather than {tone}. | Afterwards, {operation}. | Quote {person} once. | The reader is {person} who {situation}. |
    Avoid sounding {tone}. | Treat {topic} only in passing. | Format the result as a {text}. | If that is too hard, {advice}. | Say briefly why {fact}.`),
  adjective: list(`
    old | quiet | careful | bright | narrow | patient | sturdy | simple | distant | broken | gentle | wooden | curious | steady | modest | bitter | hidden | early | heavy | clever |
    pale | rough | local | honest | sudden | fragile | warm | hollow | ordinary | stubborn | silver | wet | loyal | faded | sharp | crowded | empty | lively | remote | generous |
    dusty | brave | slow | tidy | secret | strange | polished | restless | frozen | tender | humble | plain | noisy | deep | shallow | golden | tired | keen | rare | solid`),
  noun: list(`
    gardener | river | window | teacher | market | bridge | letter | lantern | neighbour | harbour | kitchen | forest | clock | baker | village | storm | ladder | sailor | notebook |
    orchard | engine | museum | coat | valley | recipe | tower | station | painter | fence | island | doctor | chapel | blanket | orchestra | cellar | compass | ferry | meadow | key |
    workshop | cousin | festival | mirror | telescope | captain | library | bakery | shepherd | tunnel | barrel | piano | lighthouse | basket | hammer | stranger | carpenter | pond |
    schedule | witness | bicycle | candle | theatre | canal | mountain | mayor | donkey | roof | journal | stove | printer`),
  verb: list(`
    repairs | follows | protects | describes | measures | forgets | welcomes | carries | replaces | studies | admires | ignores | improves | cleans | opens | guards | remembers |
    surprises | supports | connects | discovers | leaves | borrows | trusts | changes | finds | counts | watches | explains | inspects | rescues | paints | sells | covers | reaches |
    needs | warms | crosses | joins | keeps | tests | greets | sketches | questions | defends | celebrates`),
  adverb: list(`
    slowly | carefully | every morning | without complaint | in silence | at the last moment | before sunrise | once a year | with great patience | for no clear reason | after lunch |
    during the winter | more often than expected | against all advice | in a single afternoon | by candlelight | from time to time | under pressure | with a smile | almost by accident |
    late in the evening | on quiet Sundays | as soon as possible | step by step | for the first time | with borrowed tools`),
  reason: list(`
    the weather may change | nobody else has the time | small mistakes add up | good habits save effort | the first attempt rarely works | old materials behave differently |
    people remember stories | the cost is easy to predict | everyone agreed on it | a second opinion helps | the road is closed in winter | patience pays off |
    clear rules prevent arguments | the light is better there | fresh ingredients matter | the numbers were wrong | practice builds confidence | the tools were already there |
    a short pause restores attention | trust grows from small promises | the deadline is fixed | quiet places are rare`),
  advice: list(`
    write down the three things that matter most | ask a friend to check the result | start with the smallest step | set aside an hour each week | compare at least two offers |
    keep the receipt and the warranty | measure twice before cutting | take a short walk first | read the instructions aloud | leave some room for surprises | begin with warm water |
    choose one colour and stay with it | talk to the people involved | sort everything by date | make a list and cross items off | wait until the paint is dry | test it on a small area |
    call ahead and confirm the time | use a heavier pan | sleep on it before answering | divide the work fairly | store it in a dark place | count the pieces again`),
};

const openForms = list(`
    {write} a {tone} {text} {about} {topic} {for} {audience}. |
    {write} a {text} on {topic} {constraint}. |
    {write} a {tone} {text} in which {person} talks about {topic}. |
    {suggest} {count} {adjective} {things} for {person} who {situation}. |
    {suggest} {count} {things} that suit {audience}, {constraint}. |
    Explain to {audience} why {fact}. |
    Why is it that {fact}? Answer {constraint}. |
    Compare {pair} with regard to {aspect} and {aspect}. |
    What should {person} know about {topic} before talking to {audience}? |
    Read the {material} below and {operation}, {constraint}. |
    Given a {material} {about} {topic}, {operation}. |
    Take this {adjective} {material} and {operation} for {audience}. |
    {riddle}. Work out {request}. |
    {riddle}; show {audience} how to find {request}. |
    Imagine {person} who {situation}. Describe the next day {constraint}. |
    How can {person} who {situation} learn something from {topic}? |
    Invent a {adjective} character, {person} who {situation}, and write a {text} about it. |
    Outline a {tone} talk on {topic} that {audience} would enjoy. |
    Summarise what is known about {topic} {constraint}. |
    {suggest} {count} arguments for and against {topic}, thinking of {audience}. |
    Turn the {material} into a {tone} {text} {for} {audience}. |
    My {noun} is {adjective} and {person} keeps asking about {topic}. What should I say? |
    Describe a {adjective} {noun} and a {adjective} {noun} {constraint}. |
    {write} a weekly plan for {person} who {situation}, with {aspect} in mind. |
    {suggest} {count} {things} connected with {topic} and say a word on the {aspect} of each. |
    Pretend to be {person} and answer questions from {audience} about {topic}. |
    Come up with {count} questions that {audience} might ask about {pair}. |
    Which is better in terms of {aspect}: {pair}? Reply with a {tone} {text}. |
    Finish this story {constraint}: "The {adjective} {noun} {verb} the {noun} {adverb}." |
    Translate the sentence "A {noun} {verb} the {adjective} {noun} {adverb}" into Spanish and explain each word to {audience}. |
    Rewrite "The {noun} {verb} my {adjective} {noun} because {reason}" so that it sounds {tone}. |
    Find a synonym and an antonym for "{adjective}" and use both in a {text} {about} {topic}. |
    What do {audience} usually get wrong about {topic}, and why? |
    Design a {adjective} game {for} {audience} built around {topic} and {things}. |
    {write} a reply to {person} who {situation} and wants advice on {topic}. |
    Make up a proverb {about} {topic} and let {person} explain it {constraint}. |
    Prepare {count} {tone} slides' worth of notes on {topic} {for} {audience}. |
    If {fact} because of chemistry, what else follows? Tell {audience} {constraint}. |
    Is it wise to {advice} when one {situation}? Discuss {constraint}. |
    {suggest} step-by-step directions for someone who wants to {advice} {constraint}. |
    Argue {constraint} that people should {advice}. |
    Put the words "{noun}", "{adjective}", "{noun}" and "{noun}" into a {tone} {text}. |
    What would happen to {topic} if {audience} were in charge? |
    Develop a budget for {topic}, thinking of {aspect}, {aspect} and {things}. |
    Tell {audience} about a {adjective} {noun} and how it changed {topic}. |
    In a {tone} {text}, defend {topic} against {audience}. |
    {suggest} {count} titles for a {tone} {text} about {person} who {situation}. |
    Outline the main events in {topic} and link them with {topic} {constraint}. |
    Convert the {material} into advice that {person} who {situation} could follow. |
    Spot the logical flaw: "{reason}, so every {noun} is {adjective}." Then explain it to {audience}. |
    Interview {person} about {topic}: ask {count} questions and give {tone} answers. |
    Teach {audience} the difference between {pair} {constraint}. |
    {suggest} {things} to {person} who {situation}, and justify the choice by {aspect}. |
    {suggest} a {tone} introduction to {topic}, then {count} {things} to try. |
    Someone who {situation} asks for {count} {adjective} {things}. Help out {constraint}. |
    Edit the {adjective} {material} so that {audience} understand it, then {operation}. |
    Estimate the {aspect} of {topic} for {person}, stating every assumption. |
    Brainstorm {things} for an event on {topic} hosted by {person}. |
    When {person} {situation}, how does {topic} help or hurt? |
    Predict how {topic} will look in {count} decades and what {audience} will make of it. |
    Sketch in words a scene where a {noun} {verb} a {noun} {adverb}, {constraint}. |
    Replace each noun in "the {adjective} {noun} {verb} the {noun}" and write a {text} with the result. |
    Help {person} phrase a {tone} {text} to {audience}. |
    {suggest} {count} surprising facts on {topic} that would please {person}. |
    From the {material}, {operation} and then {operation} for {person}.`);

const classificationForms = list(`
    Classify the {labelled} as {labels}, keeping {audience} in mind. |
    Decide whether the {adjective} {labelled} {about} {topic} is {labels}. |
    Label each {labelled} written by {person} as {labels}. |
    Sort {labelled} after {labelled} {about} {topic} into {labels}. |
    Tell whether the {labelled} that {person} sent is {labels}. |
    Judge whether a {labelled} {about} {topic} would seem {labels} to {audience}. |
    Assign the label {labels} to the {labelled} from {audience}. |
    Detect if the {tone} {labelled} {about} {topic} is {labels}. |
    Determine if this {labelled} is {labels} in the eyes of {person}. |
    Categorise the {labelled} about {pair} by choosing {labels}. |
    Rate the {adjective} {labelled} from {person} who {situation} as {labels}. |
    Read the following {labelled} by {person} and say whether it is {labels}. |
    Is the {labelled} {about} {topic} {labels}? Answer with one word. |
    Which of {labels} describes a {labelled} on {pair} best? |
    Classify what {person} says about {topic} as {labels}. |
    Decide whether {audience} would call the {material} {labels}. |
    Label the tone of a {tone} {material} {about} {topic}: {labels}? |
    Tell whether a {labelled} with the word "{noun}" and the word "{adjective}" is {labels}.`);

const sentenceForms = list(`
    The {adjective} {noun} {verb} the {noun} {adverb}. |
    A {noun} near the {adjective} {noun} {verb} every {noun} that passes. |
    It helps to {advice}, because {reason}. |
    Although {reason}, the {noun} still {verb} the {adjective} {noun}. |
    Most people would {advice} and then look at the {adjective} {noun}. |
    When the {noun} {verb} a {noun}, {reason}. |
    {adverb}, one {adjective} {noun} {verb} another {noun}. |
    Since {reason}, it is sensible to {advice}. |
    No {noun} {verb} the {adjective} {noun} quite like a {noun} does. |
    First {advice}; after that, {advice}. |
    In the end the {noun} matters less than the {adjective} {noun} behind it. |
    My {noun} once said that a {adjective} {noun} {verb} nothing {adverb}. |
    What makes the {noun} so {adjective} is the way it {verb} the {noun}. |
    There is a {adjective} {noun} beside the {noun}, and it {verb} the {noun} {adverb}. |
    Experience shows that {reason}, even for a {adjective} {noun}. |
    Between the {noun} and the {noun} stands a {adjective} {noun}. |
    Whoever {verb} the {noun} {adverb} also {verb} the {adjective} {noun}. |
    To keep the {noun} {adjective}, {advice}. |
    The reason is simple: {reason}. |
    Some prefer a {adjective} {noun}, others a {adjective} {noun}.`);
