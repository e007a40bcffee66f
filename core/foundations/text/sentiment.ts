import { wordsOf } from './words';

/** Words that speak well or ill, by language: a small list of everyday ones, enough to compare many texts and too little to judge one. */
const lists: Readonly<Record<string, { readonly good: string; readonly bad: string; readonly not: string }>> =
  {
    en: {
      good: 'good great excellent wonderful amazing happy love loved lovely beautiful best better brilliant bright calm capable caring charming cheerful clever comfortable competent confident congratulations courage courageous creative delight delightful dedicated eager easy effective elegant encourage encouraging energetic enjoy enjoyed enthusiastic excited exciting fair faithful fantastic favorite fine friendly fun generous gentle gifted glad gorgeous graceful grateful hard-working healthy helpful honest hope hopeful impressive improve independent innovative inspiring intelligent interesting joy joyful kind laugh leader leadership loyal lucky perfect pleasant pleased positive powerful precious professional promising proud reliable respect respected rewarding rich safe satisfied skilled skillful smart smile special splendid strong succeed success successful superb support supportive talented thank thankful thrive trust trusted useful valuable warm welcome well wise win winner worthy',
      bad: 'bad terrible awful horrible poor worst worse sad unhappy angry anger hate hated ugly stupid dumb lazy weak fail failed failure failing fear afraid anxious anxiety annoying arrogant abuse abusive aggressive attack blame boring broken careless cheat cold complain corrupt crime criminal crisis cruel cry danger dangerous dead death depressed desperate difficult dirty disappoint disappointed disappointing disaster disgusting dishonest disrespect doubt emotional evil fault fight foolish frustrated frustrating greedy guilt guilty harm harmful hopeless hostile hurt ignorant illegal immature inadequate incapable incompetent inferior irrational irresponsible jealous kill lie lonely lose loser loss lost mean mess miserable mistake nasty negative nervous pain painful pathetic poverty problem problems rude ruin scared selfish severe shame shy sick slow stressed stressful struggle struggling suffer suffering suspicious threat threatening tired tragic trouble unfair unfortunate unqualified unreliable unsafe upset useless victim violence violent vulnerable war weakness worry worried wrong',
      not: "not no never isn't wasn't don't doesn't didn't can't cannot won't without hardly nothing",
    },
    de: {
      good: 'gut gute guten guter gutes großartig hervorragend wunderbar glücklich liebe lieben schön schöne schönen beste besten besser brillant klug fähig fürsorglich charmant fröhlich kompetent selbstbewusst mut mutig kreativ engagiert effektiv elegant ermutigend energisch genießen begeistert fair treu fantastisch freundlich spaß großzügig sanft begabt froh dankbar fleißig gesund hilfsbereit hilfreich ehrlich hoffnung hoffnungsvoll beeindruckend unabhängig innovativ inspirierend intelligent interessant freude nett loyal perfekt angenehm positiv professionell stolz zuverlässig respekt respektiert sicher zufrieden geschickt lächeln stark erfolg erfolgreich unterstützend talentiert danke vertrauen nützlich wertvoll warm herzlich willkommen weise gewinnen gelungen',
      bad: 'schlecht schlechte schlechten schlimm schrecklich furchtbar arm schlechteste traurig unglücklich wütend hass hassen hässlich dumm faul schwach versagen gescheitert angst ängstlich nervig arrogant missbrauch aggressiv angriff langweilig kaputt betrügen kalt korrupt verbrechen kriminell krise grausam gefahr gefährlich tot tod deprimiert verzweifelt schwierig schmutzig enttäuscht enttäuschend katastrophe eklig unehrlich zweifel emotional böse streit töricht frustriert gierig schuld schuldig schaden schädlich hoffnungslos feindselig verletzt unwissend illegal unreif unfähig inkompetent minderwertig unvernünftig eifersüchtig töten lüge einsam verlieren verlust gemein elend fehler negativ nervös schmerz schmerzhaft armut problem probleme unhöflich egoistisch scham schüchtern krank langsam gestresst leiden verdächtig drohung müde tragisch ärger unfair unzuverlässig unsicher nutzlos opfer gewalt gewalttätig verletzlich krieg schwäche sorge falsch',
      not: 'nicht kein keine keinen nie niemals ohne kaum nichts',
    },
  };

const sets = new Map(
  Object.entries(lists).map(([language, { good, bad, not }]) => [
    language,
    { good: new Set(good.split(' ')), bad: new Set(bad.split(' ')), not: new Set(not.split(' ')) },
  ]),
);

/** How many words before one turn it into its contrary. */
const reach = 3;

/**
 * Whether a text speaks well, from -1 to 1: words that do less those that speak ill, over both and two more, so that few words say little.
 * Undefined for languages of which there are no words here.
 */
export function sentimentOf(text: string, language: string): number | undefined {
  const known = sets.get(language);
  if (!known) return undefined;
  const words = wordsOf(text);
  let [well, ill] = [0, 0];
  words.forEach((word, index) => {
    const speaks = known.good.has(word) ? 1 : known.bad.has(word) ? -1 : 0;
    if (speaks === 0) return;
    const turned = words.slice(Math.max(0, index - reach), index).some((before) => known.not.has(before));
    if ((speaks === 1) !== turned) well++;
    else ill++;
  });
  return (well - ill) / (well + ill + 2);
}
