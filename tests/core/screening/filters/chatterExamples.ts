/** Responses with talk about them, and others that only sound so, written before the patterns. Figures of merit are taken from other ones. */
export interface ChatterExample {
  readonly task: string;
  readonly before?: string;
  readonly answer: string;
  readonly after?: string;
}

export const withChatter: readonly ChatterExample[] = [
  {
    task: 'Rewrite this sentence in the passive voice: The dog chased the cat.',
    before:
      "Absolutely! I'd be glad to help you with that. Here's the rewritten sentence in the passive voice:\n\n",
    answer: 'The cat was chased by the dog.',
  },
  {
    task: 'List four uses for baking soda.',
    before: 'Great idea! Baking soda is handy. Below is a list of four uses for it:\n\n',
    answer: '1. Cleaning sinks\n2. Baking bread\n3. Freshening carpets\n4. Brushing teeth',
    after: '\n\nGood luck with the cleaning! If you want more ideas, just ask.',
  },
  {
    task: 'Summarise the article in two sentences.',
    before: 'I understand that you need a summary of the article in two sentences. ',
    answer: 'The town council voted to close the bridge. Repairs will take a year.',
    after: '\n\nI kept it to two sentences, as you asked.',
  },
  {
    task: 'Classify the sentiment of the review: The soup was cold.',
    before: 'Hmm, let me think about this one. ',
    answer: 'Negative',
  },
  {
    task: 'What is the capital of Mongolia?',
    before: "That's a really interesting question!\n\n",
    answer: 'The capital of Mongolia is Ulaanbaatar.',
    after: ' Is there another country that you are curious about?',
  },
  {
    task: 'Give me a title for an article about bees.',
    before: 'Okay, so you want a title for an article about bees. How about this one:\n\n',
    answer: 'The Quiet Workers of the Garden',
    after: '\n\nDoes that fit what you had in mind?',
  },
  {
    task: 'Write a haiku about rain.',
    before: 'Sure thing! 🌧️\n\n',
    answer: 'Rain taps on the roof\nthe cat lifts one lazy ear\nand goes back to sleep',
    after: '\n\n😊',
  },
  {
    task: 'Shorten the paragraph to at most 20 words.',
    before: 'Here is the shortened paragraph:\n\n',
    answer: 'The museum opens on Sunday with free entry for children and a concert in the evening.',
    after: '\n\n(Word count: 15)',
  },
  {
    task: 'Correct the grammar: She go to school every days.',
    before: '**Corrected sentence:**\n\n',
    answer: 'She goes to school every day.',
    after: '\n\nChanges made:\n- "go" became "goes"\n- "days" became "day"',
  },
  {
    task: 'Write a short poem about the sea.',
    before: 'Of course! I have written a short poem about the sea for you.\n\n---\n\n',
    answer: 'The sea rolls in, the sea rolls out,\nit never asks what it is about.',
    after: '\n\n---\n\nI hope you enjoy it! Let me know if you would like a longer one.',
  },
  {
    task: 'Translate "Good morning" into Italian.',
    before: 'The Italian translation of "Good morning" is as follows:\n\n',
    answer: 'Buongiorno',
    after: '\n\nNote: I have used the form that works in formal and informal settings.',
  },
  {
    task: 'Write a Python function that adds two numbers.',
    before: "Let's write a simple function for that. Here's the code:\n\n",
    answer: '```python\ndef add(a, b):\n    return a + b\n```',
    after: '\n\nHope this helps! Happy coding! 🚀',
  },
  {
    task: 'Suggest three names for a grey kitten.',
    before: 'What a fun request! A grey kitten deserves a lovely name. Here are my three suggestions:\n',
    answer: '- Smoke\n- Pebble\n- Ash',
    after: '\n\nWhich one do you like best?',
  },
  {
    task: 'Explain why leaves turn red in autumn.',
    before: "I'll explain why leaves turn red in autumn.\n\n",
    answer: 'Chlorophyll breaks down in autumn, and red pigments that the leaf makes then show.',
    after: '\n\nI hope that clears things up. Do you have any other questions about it?',
  },
  {
    task: 'Make a packing list for a weekend by the sea.',
    before:
      'Thanks for your question. You asked for a packing list for a weekend by the sea, so I put one together:\n\n',
    answer: '- Swimsuit\n- Towel\n- Sun cream',
    after: '\n\nHave a wonderful trip!',
  },
  {
    task: 'Give a synonym for "happy".',
    before: '<answer>\n',
    answer: 'Joyful',
    after: '\n</answer>',
  },
  {
    task: 'Describe a lighthouse in one sentence.',
    before: '```\n',
    answer: 'A lighthouse is a tower whose lamp warns ships of rocks.',
    after: '\n```',
  },
  {
    task: 'Rephrase: The meeting was moved to Friday.',
    before: 'You could say it this way:\n\n',
    answer: '> The meeting now takes place on Friday.',
    after: '\n\nThis version keeps the meaning of the original and sounds more natural.',
  },
  {
    task: 'How do I remove a wine stain from a shirt?',
    before: "No worries, I've got you covered! ",
    answer: 'Blot the stain, cover it with salt, and rinse it with cold water after ten minutes.',
    after: ' Good luck!',
  },
  {
    task: 'Write an e-mail to Tom that the delivery is late.',
    before: 'Sure, here is a draft of the e-mail:\n\n',
    answer:
      'Hi Tom,\n\nthe delivery will be two days late. Let me know if that is a problem.\n\nBest regards,\nEva',
    after: '\n\nFeel free to adjust the tone as you see fit!',
  },
  {
    task: 'Name three rivers of Africa.',
    before: 'Alright, let me see. Three rivers of Africa would be:\n\n',
    answer: 'Nile, Congo, Niger',
  },
  {
    task: 'Write a product description for a bamboo toothbrush.',
    before: "I've drafted a product description based on your request.\n\n### Product Description\n\n",
    answer: 'A handle of fast-growing bamboo and soft bristles: clean teeth without plastic.',
    after: '\n\nWould this work for your shop, or should I make it shorter?',
  },
  {
    task: 'Simplify: The physician administered the medication.',
    before: 'Simplified version: ',
    answer: 'The doctor gave the medicine.',
    after: '\n\n*I replaced the difficult words with easier ones.*',
  },
  {
    task: 'Give an antonym of "brave".',
    answer: 'Cowardly',
    after: '\n\nPlease tell me if you need more antonyms.',
  },
  {
    task: 'Write two sentences about owls.',
    before: "As you requested, I've written two sentences about owls:\n\n",
    answer: 'Owls hunt at night. Their feathers make hardly any sound.',
    after: '\n\n[9 words]',
  },
  {
    task: 'Turn the notes into a paragraph: cheap, near station, noisy.',
    before: "Certainly. I've turned your notes into a paragraph. ",
    answer: 'The hotel is cheap and close to the station, but it is noisy.',
    after:
      "\n\nI tried to keep the paragraph short. If that isn't what you wanted, tell me and I will change it.",
  },
  {
    task: 'Nenne drei deutsche Flüsse.',
    before: 'Gerne! Ich habe dir drei deutsche Flüsse zusammengestellt:\n\n',
    answer: '1. Rhein\n2. Elbe\n3. Donau',
    after: '\n\nWenn du noch Fragen hast, melde dich gerne. Viel Erfolg!',
  },
  {
    task: 'Erkläre, was ein Deich ist.',
    before: 'Das ist eine gute Frage! Ich erkläre es dir gerne. ',
    answer: 'Ein Deich ist ein Wall aus Erde, der das Land vor Hochwasser schützt.',
    after: ' Ich hoffe, diese Erklärung hilft dir weiter. Möchtest du noch mehr wissen?',
  },
  {
    task: 'Escribe un título para un cuento sobre la luna.',
    before: '¡Qué buena idea! Aquí tienes un título para tu cuento:\n\n',
    answer: 'La luna que no quería dormir',
    after: '\n\n¿Te gusta? Si quieres otro, solo dímelo.',
  },
  {
    task: 'Explica qué es un volcán.',
    before: 'Con mucho gusto te lo explico. ',
    answer: 'Un volcán es una abertura de la tierra por la que sale lava.',
    after: '\n\nEspero haberte ayudado. ¿Necesitas algo más?',
  },
  {
    task: 'Donne trois synonymes de « rapide ».',
    before: 'Très bonne question ! Je vous propose les trois synonymes suivants :\n\n',
    answer: '- vite\n- prompt\n- véloce',
    after: "\n\nJ'espère que cela vous aidera. Souhaitez-vous d'autres exemples ?",
  },
  {
    task: 'Résume le texte en une phrase.',
    before: 'Voici un résumé du texte en une phrase :\n\n',
    answer: 'Le village perd son dernier boulanger.',
    after: '\n\nDites-moi si vous voulez une version plus longue.',
  },
  {
    task: 'Cite três frutas tropicais.',
    before: 'Claro! Aqui estão três frutas tropicais para você:\n\n',
    answer: '1. Manga\n2. Mamão\n3. Caju',
    after: '\n\nEspero ter ajudado! Se precisar de mais alguma coisa, é só avisar.',
  },
  {
    task: 'Spiega che cos’è una marea.',
    before: 'Certo! Ottima domanda. Ecco una breve spiegazione:\n\n',
    answer: 'La marea è il salire e lo scendere del mare, mosso dalla luna.',
    after: '\n\nSpero che ti sia utile. Fammi sapere se hai altre domande!',
  },
  {
    task: '写一句关于春天的话。',
    before: '好的，我来为您写一句关于春天的话：\n\n',
    answer: '春风轻轻吹醒了沉睡的柳枝。',
    after: '\n\n希望您喜欢！如果需要修改，请告诉我。',
  },
  {
    task: '列出三种水果。',
    before: '这是一个好问题！下面是三种水果的列表：\n',
    answer: '1. 苹果\n2. 香蕉\n3. 葡萄',
    after: '\n\n还有其他问题吗？',
  },
  {
    task: '日本の山を三つ挙げてください。',
    before: 'もちろんです！日本の山を三つご紹介します。\n\n',
    answer: '1. 富士山\n2. 北岳\n3. 穂高岳',
    after: '\n\nお役に立てれば幸いです。他にご質問があればお知らせください。',
  },
  {
    task: '潮の満ち引きを説明してください。',
    before: 'いい質問ですね。以下に説明します。\n\n',
    answer: '潮の満ち引きは、月の引力で海面が上下する現象である。',
    after: '\n\nご不明な点がございましたら、お気軽にお尋ねください。',
  },
  {
    task: '한국의 강 세 개를 말해 주세요.',
    before: '물론입니다! 다음은 한국의 강 세 개입니다:\n\n',
    answer: '1. 한강\n2. 낙동강\n3. 금강',
    after: '\n\n도움이 되었기를 바랍니다! 더 궁금한 점이 있으면 언제든지 물어보세요.',
  },
  {
    task: '화산이 무엇인지 설명하세요.',
    before: '좋은 질문이네요! 제가 설명해 드리겠습니다. ',
    answer: '화산은 땅속의 마그마가 뿜어져 나오는 곳이다.',
    after: '\n\n추가로 필요한 것이 있으면 알려 주세요.',
  },
  {
    task: 'Convert 5 miles to kilometres.',
    before: "Sure, let's convert that for you! ",
    answer: '5 miles is about 8.05 kilometres.',
    after: ' Let me know if you have other distances to convert.',
  },
  {
    task: 'Make this sentence sound more formal: We got your letter.',
    before: "Here's a more formal version of your sentence:\n\n",
    answer: '"We have received your letter."',
    after: '\n\nThis sounds more professional while keeping the meaning. Would you like other options?',
  },
  {
    task: 'Explain recursion to a beginner.',
    before: 'Recursion can be confusing at first, so let me break it down for you.\n\n',
    answer: 'A function that calls itself on a smaller problem is recursive.',
    after: '\n\nDoes that make sense? Feel free to ask for an example!',
  },
  {
    task: 'Plan a three-day trip to Lisbon.',
    before: "Lisbon is a wonderful choice! Here's a suggested itinerary for your three-day trip:\n\n",
    answer: 'Day 1: Alfama\nDay 2: Belém\nDay 3: Sintra',
    after: '\n\nEnjoy your trip! If you tell me more about your interests, I can refine the plan.',
  },
  {
    task: 'Write a limerick about a cat.',
    before: 'Absolutely — one limerick about a cat, coming right up!\n\n',
    answer: 'There once was a cat from Peru,\nwho slept in an old leather shoe.',
    after: '\n\nHope that made you smile! 😄',
  },
  {
    task: 'Fix the bug in this code: prnt("hi")',
    before: 'The issue in your code is a typo. Here is the corrected version:\n\n',
    answer: '```python\nprint("hi")\n```',
    after: "\n\nI've corrected the name of the function. Try running it again and let me know how it goes.",
  },
  {
    task: 'Give me five words that rhyme with "light".',
    before: 'Words that rhyme with "light" include:\n\n',
    answer: 'night, bright, sight, fight, kite',
    after: '\n\nNeed more rhymes? Just say the word!',
  },
  {
    task: 'Sort these numbers: 5, 2, 9.',
    before: '**Sorted list:** ',
    answer: '2, 5, 9',
  },
  {
    task: 'Summarize the story of Icarus in one sentence.',
    before: 'In response to your request, here is a one-sentence summary: ',
    answer: 'Icarus flew too close to the sun, and his wings of wax melted.',
    after: '\n\n(That is one sentence, as requested.)',
  },
  {
    task: 'Suggest a healthy breakfast.',
    before: "That's awesome that you want to eat healthier! ",
    answer: 'Oats with berries and a spoon of yoghurt.',
    after: '\n\nBon appétit!',
  },
  {
    task: 'Translate to English: Der Zug kommt spät.',
    before: 'Translation:\n',
    answer: 'The train is late.',
    after:
      '\n\nPlease note that "spät" can also mean "late in the day". Let me know if you need anything else translated.',
  },
  {
    task: 'Create a multiple choice question about gravity.',
    before: 'Of course! Here is a multiple choice question about gravity:\n\n',
    answer: 'What pulls an apple to the ground?\nA) Wind\nB) Gravity',
  },
  {
    task: 'Write a cover letter for a gardener.',
    before: "Certainly! Below you'll find a cover letter that you can adapt:\n\n---\n\n",
    answer: 'Dear Ms Hall,\n\nI have kept gardens for ten years.\n\nSincerely,\nPaul Reed',
    after: '\n\n---\n\nRemember to replace the name with your own. Good luck with your application!',
  },
  {
    task: 'Define "entropy" in simple words.',
    before: 'To put it simply, as you asked: ',
    answer: 'Entropy measures how mixed up things are.',
    after: '\n\nI hope this definition is simple enough for you.',
  },
  {
    task: 'Schreibe den Satz um: Er hat das Buch gelesen.',
    before: 'Hier ist der umgeschriebene Satz:\n\n',
    answer: 'Das Buch wurde von ihm gelesen.',
    after: '\n\nSag mir einfach Bescheid, wenn du noch eine andere Version möchtest!',
  },
  {
    task: '用一句话解释重力。',
    before: '当然，以下是一句话的解释：\n\n',
    answer: '重力是地球吸引物体的力。',
    after: '\n\n您觉得这个解释清楚吗？',
  },
  {
    task: 'Compare tea and coffee.',
    before: "Happy to help! Let's compare tea and coffee.\n\n",
    answer: 'Coffee has more caffeine. Tea has more kinds.',
    after: '\n\nHopefully this gives you a good overview. Let me know which one you prefer!',
  },
  {
    task: 'Write a bash command that counts files.',
    before: 'You can use the following command:\n\n',
    answer: '```bash\nls | wc -l\n```',
    after: '\n\nI hope this is what you were looking for!',
  },
  {
    task: 'Give me a motivational quote.',
    before: "Here's a quote that I think you'll like:\n\n",
    answer: '"Begin where you are."',
    after: '\n\nStay motivated! 💪',
  },
  {
    task: 'What is inflation?',
    before: 'Sure, I can explain that.\n\n',
    answer: 'Inflation is a general rise in prices.',
    after: '\n\nIf anything is unclear, please ask.',
  },
  {
    task: 'Classify the animal: whale.',
    before: 'Based on the information provided, my classification is:\n\n',
    answer: 'Mammal',
    after: "\n\nI'm confident in this classification, but please double-check if needed.",
  },
  {
    task: 'Generate a random username.',
    before: 'Got it! One random username for you: ',
    answer: 'BlueOtter42',
  },
  {
    task: 'Describe the taste of mango.',
    before: "Ooh, mangoes! I'd love to describe that. ",
    answer: 'Sweet, with a hint of pine and peach.',
  },
  {
    task: 'Edit the text for clarity: The thing was did by him.',
    before: 'Revised text:\n\n',
    answer: 'He did it.',
    after:
      '\n\nI changed the passive to the active voice for clarity.\n\nLet me know if you want any further edits!',
  },
  {
    task: 'Write a two-line poem about snow.',
    before: "Here's my attempt at a two-line poem about snow:\n\n",
    answer: 'Snow falls without a sound,\nand takes the noise out of the ground.',
    after: '\n\nI hope it captures the feeling you wanted.',
  },
  {
    task: 'Give me a fact about octopuses.',
    before: "Did you know? Here's a fun fact for you: ",
    answer: 'An octopus has three hearts.',
    after: ' Pretty cool, right?',
  },
  {
    task: 'List the planets.',
    before: 'The planets, as requested:\n\n',
    answer: 'Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus, Neptune',
    after: "\n\nThat's all eight of them! Want to know more about any of these?",
  },
  {
    task: 'Create a workout for beginners.',
    before: "I've designed a simple workout for beginners. It needs no equipment.\n\n",
    answer: '- 10 squats\n- 5 push-ups\n- 20 s plank',
    after: '\n\nRemember to consult a doctor before you start, and let me know how it goes!',
  },
  {
    task: 'Reword: I am very tired.',
    before: 'A different way to say this would be: ',
    answer: 'I am exhausted.',
  },
  {
    task: 'Provide a definition of osmosis.',
    before: 'Thank you for your question! Here is the definition of osmosis:\n',
    answer: 'Osmosis is the passage of water through a membrane.',
    after: '\nPlease let me know if you would like this explained more simply.',
  },
  {
    task: 'Suggest a name for a band.',
    before: 'How about...\n\n',
    answer: 'The Paper Foxes',
    after: "\n\nIt's short and easy to remember. What do you think?",
  },
  {
    task: 'Explain the offside rule.',
    before: "Alright! Let's dive into the offside rule.\n\n",
    answer: 'A player is offside if nearer to the goal line than the ball and the second-last opponent.',
    after: "\n\nAnd that's the offside rule in a nutshell! Any questions?",
  },
  {
    task: 'Extract the names: Ana met Bo.',
    before: 'The extracted names are:\n\n',
    answer: '- Ana\n- Bo',
    after: '\n\nThese are the two names mentioned in the text you provided.',
  },
  {
    task: 'Traduce al inglés: Buenos días.',
    before: 'La traducción de "Buenos días" al inglés es:\n\n',
    answer: 'Good morning',
    after: '\n\n¡Espero que te sirva! ¿Puedo ayudarte con algo más?',
  },
  {
    task: 'Nenne ein Synonym für "schnell".',
    before: 'Natürlich, ein Synonym für "schnell" ist:\n\n',
    answer: 'rasch',
    after: '\n\nBenötigst du weitere Synonyme?',
  },
  {
    task: 'Écris un slogan pour une boulangerie.',
    before: 'Bien sûr ! Voici une proposition de slogan :\n\n',
    answer: 'Le pain qui réveille la rue.',
    after: '\n\nN’hésitez pas à me dire si vous souhaitez d’autres propositions.',
  },
  {
    task: '推荐一本书。',
    before: '当然可以！我推荐以下这本书：\n\n',
    answer: '《活着》，余华著。',
    after: '\n\n希望这个推荐对您有帮助。',
  },
  { task: 'Write a headline about rain.', before: 'Headline: ', answer: 'City Wakes to Weeks of Rain' },
];

/** Every word of these is the answer. */
export const withoutChatter: readonly ChatterExample[] = [
  {
    task: 'Write the first line of a diary entry.',
    answer: 'I have written nothing for a week, and today I will make up for it.',
  },
  {
    task: 'Write a letter to a friend who is ill.',
    answer:
      'Dear Sam,\n\nI hope this letter finds you better. Let me know if you need anything.\n\nYours,\nKim',
  },
  {
    task: 'How should I answer "Tell me about yourself" in an interview?',
    answer:
      "I'd be happy to. I have worked as a nurse for ten years. Is there anything else you would like to know?",
  },
  {
    task: 'Explain the changes that you would make to this sentence: He go home.',
    answer: 'Changes made:\n- "go" becomes "goes", since the subject is singular.',
  },
  {
    task: 'Write a message for customer support about a refund.',
    answer:
      'Thank you for reaching out. Your refund is on its way. Please let me know if you have further questions.',
  },
  {
    task: 'Write a dialogue in a bakery.',
    answer: 'Baker: Sure! Here is your bread.\nGuest: Thank you.\nBaker: Enjoy! Have a wonderful day!',
  },
  { task: 'Give an example of a rhetorical question.', answer: 'Would you like to live for ever?' },
  { task: 'What do you say to somebody before an exam?', answer: 'Good luck!' },
  {
    task: 'What would a pirate say about Mondays?',
    answer: 'Hmm, let me think. Arr, Mondays be for sleeping in the rigging!',
  },
  {
    task: 'Write a quiz question about space for children.',
    answer: 'Can you guess which planet has the largest rings?',
  },
  {
    task: 'Write a slogan for a bakery.',
    answer: 'Here is where the morning begins: warm, crisp and yours.',
  },
  {
    task: 'Give advice on asking for a raise.',
    answer:
      'Let your work speak first: collect figures. Ask for a date. If you are refused, ask what you need to show by spring.',
  },
  {
    task: 'How do I plant garlic?',
    answer:
      'Let the soil dry first. Here is the rule: point up, flat end down. If you need more than one row, leave a foot between them.',
  },
  { task: 'What is 12 times 12?', answer: '144' },
  {
    task: 'Describe your ideal holiday.',
    answer: 'I would go to an island in May. I kept thinking of it all winter. Would you not?',
  },
  {
    task: 'Write the opening of a short story.',
    answer: '"Okay, so here is the plan:" Mara said.\n\nNobody was listening.',
  },
  {
    task: 'Write a speech for a retirement.',
    answer:
      'Thank you all for coming. I have prepared a few words:\n\nForty years is a long time. I wish you good luck, Ana!',
  },
  { task: 'Write a social media caption for a photo of a cake.', answer: 'Three layers, no regrets. 🎂' },
  {
    task: 'Give a recipe for pancakes.',
    answer: 'Here is what you need:\n- 200 g flour\n- 2 eggs\n- 300 ml milk\n\nMix, rest and fry. Enjoy!',
  },
  {
    task: 'List the steps to change a tyre.',
    answer:
      'You need a jack and a wrench. Follow these steps:\n1. Loosen the nuts\n2. Lift the car\n3. Swap the wheel',
  },
  {
    task: 'Explain photosynthesis.',
    answer:
      'Photosynthesis has two stages:\n\n1. Light is caught.\n2. Sugar is built.\n\nNote: both happen in the chloroplast.',
  },
  { task: 'Solve 3x = 12 and think step by step.', answer: "Let's divide both sides by 3:\n\nx = 4" },
  {
    task: 'Should I buy or rent a flat?',
    answer:
      'Is your job safe? If you plan to stay, buy. If you would like to move soon, rent. Do you have savings for repairs?',
  },
  {
    task: 'Write a question for a survey about lunch.',
    answer: 'Would you like more vegetarian dishes? Is there anything else that you want us to know?',
  },
  {
    task: 'Rewrite politely: Send me the file.',
    answer: 'Could you please send me the file? Let me know if you need anything from me.',
  },
  {
    task: 'Write a tweet about a new phone.',
    answer: 'Great news! Our new phone is here: thin, bright and fast. Which colour do you like best?',
  },
  {
    task: 'Write a chatbot greeting for a bank.',
    answer: 'Hello! I am here to help. How can I help you today?',
  },
  { task: 'Give a definition of "note".', answer: 'Note: a short record of facts, kept to help the memory.' },
  {
    task: 'Complete the sentence: The answer to my problem',
    answer: 'The answer to my problem is simple: I need more sleep.',
  },
  {
    task: 'Give me three writing prompts.',
    answer: '1. You find a letter.\n2. A clock runs backwards.\n3. What would you like to ask the sea?',
  },
  {
    task: 'Write a function that greets, with a usage note.',
    answer:
      '```js\nconst greet = (name) => `Hi ${name}`;\n```\n\nCall it with a name. I used an arrow function, since it is short.',
  },
  {
    task: 'What makes a good question?',
    answer: 'Great question: one that cannot be answered by yes or no, and that opens a talk.',
  },
  {
    task: 'Write a review of a blender.',
    answer: "I've used it for a month. I kept the box, just in case. I hope this one lasts.",
  },
  {
    task: 'Write a conclusion for an essay on recycling.',
    answer:
      'In short, every bin counts. If you want a cleaner street, begin with your own kitchen. What will you do?',
  },
  { task: 'Give me a riddle.', answer: 'I have keys and open no lock. What am I?' },
  { task: 'Was the moon landing in 1969?', answer: 'Yes, of course. Apollo 11 landed on 20 July 1969.' },
  {
    task: 'Explain the scoring.',
    answer: 'Your score is the sum of both rounds (20 points). You can win at most twice.',
  },
  { task: 'Write HTML for a heading.', answer: '<h1>Answer</h1>' },
  {
    task: 'Erkläre einem Kind, was Wind ist.',
    answer:
      'Stell dir vor, du pustest auf deine Suppe. Das ist Wind, nur klein. Möchtest du es ausprobieren?',
  },
  {
    task: 'Escribe una carta a la abuela.',
    answer: 'Querida abuela:\n\nEspero que estés bien. Si necesitas algo, dímelo.\n\nTu nieto',
  },
  { task: 'Quel est le contraire de « triste » ?', answer: 'Bien sûr de « gai », et aussi de « joyeux ».' },
  { task: '写一封给老师的信。', answer: '老师您好：\n\n希望您一切都好。如果有问题，请告诉我。\n\n学生小明' },
  { task: '自己紹介を書いてください。', answer: 'はじめまして、田中です。よろしくお願いします。' },
  {
    task: '친구에게 보내는 편지를 쓰세요.',
    answer: '민수에게\n\n잘 지내니? 필요한 것이 있으면 알려 줘.\n\n지은',
  },
  {
    task: 'Write instructions for a board game.',
    answer:
      "Here's how it goes: each player draws a card.\nThe highest card begins.\nGood luck, and have fun!",
  },
  { task: 'Name a quotation about courage.', answer: '> Courage is grace under pressure.' },
  {
    task: 'How do I ask my landlord to fix the heating?',
    answer:
      'Write to them today. Say: "The heating has failed. Please let me know when you can send somebody." Keep a copy.',
  },
  {
    task: 'What are the phases of the moon?',
    answer: 'The phases of the moon are:\n\n1. New moon\n2. First quarter\n3. Full moon\n4. Last quarter',
  },
  {
    task: 'Give three tips for a job interview.',
    answer:
      '1. Read about the firm.\n2. Prepare questions: "Is there anything else you would like to know?"\n3. Thank them.',
  },
  {
    task: 'Explain how tides work.',
    answer: 'Great forces are at work. The moon pulls the sea, and the sea follows.',
  },
  {
    task: 'Write a poem about a friend who leaves.',
    answer:
      'Let me know if you find the sea,\nlet me know if it asks for me.\n\nI hope you like the morning there.',
  },
  {
    task: 'How can I sleep better?',
    answer:
      'Keep the room dark. Go to bed at the same time. If you still lie awake, ask a doctor; they can help.',
  },
  {
    task: 'Tell me about yourself as if you were a tree.',
    answer:
      'I have made rings for two hundred years. I kept a nest for every spring. Would you like to sit down?',
  },
  {
    task: 'Write a help text for a search box.',
    answer: 'Type a word. If you need more results, use a star. Feel free to contact us if nothing is found.',
  },
  {
    task: 'Rewrite the list in alphabetical order: pear, apple, fig.',
    answer: 'apple, fig, pear',
  },
  {
    task: 'Give me an idea for a birthday present.',
    answer: 'Good idea: a voucher for a cooking class. It lasts longer than a thing.',
  },
  {
    task: 'Which is heavier, iron or gold?',
    answer:
      'Gold is heavier: 19.3 g against 7.9 g in each cubic centimetre. Iron floats on mercury, gold sinks.',
  },
  {
    task: 'Describe the water cycle in four steps.',
    answer: 'The water cycle has these steps:\n1. Evaporation\n2. Condensation\n3. Rain\n4. Run-off',
  },
  {
    task: 'Help me decide what to cook.',
    answer:
      'What do you have at home? With eggs and spinach, make an omelette. With rice, fry it. Which one do you like?',
  },
  {
    task: 'Why do people say "break a leg"?',
    answer: 'Actors hold that wishing luck brings the opposite.\n\nGood luck is what it means.',
  },
  {
    task: 'What should I bring to a picnic?',
    answer: 'Bring a blanket and water. If you have children, bring a ball. Have a great day outside!',
  },
  {
    task: 'Explain how to use a compass.',
    answer:
      'Hold it flat. Let the needle settle. You can adjust the dial if you need to. The red end points north.',
  },
  {
    task: 'Give feedback on my poem: Roses are red.',
    answer:
      'Great idea to keep it short! I like the rhythm. Would you consider a second line that surprises?',
  },
  {
    task: 'What do I say when I answer the phone at work?',
    answer: 'Say your name and the firm. Then ask: "How can I help you?"',
  },
  {
    task: 'Solve: A train goes 60 km in 40 minutes. How fast is it?',
    answer: "Let's convert 40 minutes to hours: 2/3 h. The speed is 60 / (2/3) = 90 km/h.",
  },
  {
    task: 'Write a thank-you note to a teacher.',
    answer: 'Dear Ms Lee,\n\nThank you for your patience. I hope you enjoy your holiday!\n\nMia',
  },
  {
    task: 'Explain what a subordinate clause is.',
    answer: 'A clause that cannot stand alone. Here is an example: "because it rained".',
  },
  {
    task: 'What did the study find?',
    answer: 'The study found the following:\n\n- Sleep helps memory.\n- Naps help too.',
  },
  {
    task: 'How to reset a router?',
    answer:
      'Press the button for ten seconds. If this does not work, contact your provider. They are happy to help.',
  },
  {
    task: 'Write a function that returns the answer to life.',
    answer: '```js\nconst answer = () => 42;\n```\n\nThis function takes no arguments.',
  },
  { task: 'Give me a polite way to decline.', answer: 'Thank you for asking, but I have other plans.' },
  {
    task: 'Name a good question to ask at the end of an interview.',
    answer: 'What would you like to see from me in the first month?',
  },
  {
    task: 'Compare cats and dogs.',
    answer: 'Cats are independent. Dogs want company. Which one suits you? If you work late, take a cat.',
  },
  {
    task: 'Write a product review for headphones.',
    answer:
      "I've used them daily. I chose the black version. The tone is warm.\n\nI kept the old pair for travel, since the sound is softer.",
  },
  {
    task: 'Write a joke.',
    answer:
      'Okay, so a man walks into a library and asks for fish. "This is a library," they say. He whispers: "Sorry. Fish, please."',
  },
  {
    task: 'Describe how you would organise a party.',
    answer:
      "First, I'll make a list of guests. Then I'll write the invitations.\n\nI'll share the costs with my sister.",
  },
  { task: 'What is the best answer to "How are you"?', answer: '"Fine, thank you. And you?"' },
  { task: 'Translate: Ich hoffe, das hilft dir.', answer: 'I hope this helps you.' },
  {
    task: 'How can I improve my CV?',
    answer: 'Use verbs.\n\nMake sure to tailor your CV to each job, and adjust the summary as needed.',
  },
  {
    task: 'Describe the plot of a film.',
    answer: 'A thief wants out.\n\nThis version of the tale keeps the original ending.',
  },
  { task: 'How do you feel about rain?', answer: 'I love this topic. Rain makes me calm. Do you like it?' },
  {
    task: 'Was ist ein guter Schlusssatz?',
    answer: 'Ein guter Schlusssatz ist kurz. Wenn du etwas willst, sag es.',
  },
  { task: 'Write one emoji for love.', answer: 'Love:\n\n❤️' },
  { task: 'Give a fun fact and its length.', answer: 'Bees dance.\n\n2 words' },
  {
    task: 'Complete the story: She opened the door.',
    answer: 'I understand that you are afraid. Come in, she said.\n\nI hope you find it warm.',
  },
];
