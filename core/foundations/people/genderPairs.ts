/** Words for women and for men that say the same otherwise: "aunt uncle". Lower case; a plural is a pair of its own. */
const mirrored = `
she he|herself himself|woman man|women men|womanhood manhood|girl boy|girls boys|girlhood boyhood|girlish boyish
lady gentleman|ladies gentlemen|female male|females males|feminine masculine|femininity masculinity
mother father|mothers fathers|motherhood fatherhood|motherly fatherly|mom dad|moms dads|mum dad|mommy daddy|mummy daddy|mama papa|momma poppa|maternal paternal
grandmother grandfather|grandmothers grandfathers|grandma grandpa|grandmas grandpas|granny grandpa|grandmom granddad|great-grandmother great-grandfather
daughter son|daughters sons|granddaughter grandson|granddaughters grandsons|stepdaughter stepson|stepdaughters stepsons|goddaughter godson
stepmother stepfather|stepmom stepdad|godmother godfather|mother-in-law father-in-law|daughter-in-law son-in-law|sister-in-law brother-in-law
sister brother|sisters brothers|stepsister stepbrother|stepsisters stepbrothers|half-sister half-brother|sisterly brotherly|sis bro
aunt uncle|aunts uncles|auntie uncle|niece nephew|nieces nephews|wife husband|wives husbands|ex-wife ex-husband|housewife househusband
girlfriend boyfriend|girlfriends boyfriends|ex-girlfriend ex-boyfriend|bride groom|brides grooms|bridesmaid groomsman|bridesmaids groomsmen|fiancée fiancé|fiancee fiance
widow widower|widows widowers|bachelorette bachelor|queen king|queens kings|princess prince|princesses princes|duchess duke|duchesses dukes
waitress waiter|waitresses waiters|stewardess steward|stewardesses stewards|landlady landlord|landladies landlords|barmaid barman
saleswoman salesman|saleswomen salesmen|businesswoman businessman|businesswomen businessmen|policewoman policeman|policewomen policemen
firewoman fireman|mailwoman mailman|postwoman postman|fisherwoman fisherman|fisherwomen fishermen|chairwoman chairman|congresswoman congressman
spokeswoman spokesman|sportswoman sportsman|horsewoman horseman|craftswoman craftsman|cowgirl cowboy|cowgirls cowboys|noblewoman nobleman|clergywoman clergyman|servicewoman serviceman
nun monk|nuns monks|lass lad|lasses lads|madam sir|ma'am sir|cheerleader cheerleader
lassie laddie|lassies laddies|madame monsieur|sorority fraternity|sororities fraternities
gf bf|gfs bfs|wifey hubby|headmistress headmaster|headmistresses headmasters|schoolmistress schoolmaster|schoolmistresses schoolmasters|ladyship lordship|ladyships lordships
baroness baron|baronesses barons|empress emperor|empresses emperors|viscountess viscount|marchioness marquess|masseuse masseur|alumna alumnus|mermaid merman|mermaids mermen|divorcée divorcé|protégée protégé
`;

/** Words for women of which the other word is said of anybody, so that it stays as it is. */
const ofWomenOnly = `
heroine hero|heroines heroes|actress actor|actresses actors|hostess host|hostesses hosts|heiress heir|heiresses heirs|countess count
priestess priest|seamstress tailor|ballerina dancer|governess tutor|gal guy|gals guys|maiden youth|chick guy|poetess poet|comedienne comedian|nan granddad|nana granddad|nanna granddad|gran granddad|missus husband|huntress hunter
adventuress adventurer|ancestress ancestor|authoress author|benefactress benefactor|conductress conductor|deaconess deacon|directress director|giantess giant|instructress instructor|manageress manager|mayoress mayor|millionairess millionaire
murderess murderer|ogress ogre|patroness patron|prophetess prophet|proprietress proprietor|sculptress sculptor|seductress seducer|shepherdess shepherd|songstress singer|temptress tempter|traitress traitor|usherette usher|aviatrix aviator
`;

/** Words for men that are said of others too, or of things: exchanged where the text calls them men, or names the woman beside them. */
const calledSo = `witch wizard|witches wizards|goddess god|goddesses gods|sorceress sorcerer|enchantress enchanter|abbess abbot`;

/** And of men. */
const ofMenOnly = `guy woman|guys women|dude woman|dudes women|chap woman|chaps women|bloke woman|blokes women|fella woman|fellas women|gramps grandma|grandad grandma|granddad grandma|pa ma|pop mom|godfathers godmothers`;

const pairsOf = (list: string): (readonly [string, string])[] =>
  list
    .trim()
    .split(/[|\n]/u)
    .map((pair) => pair.split(' ') as unknown as readonly [string, string]);

/** What a word for a woman becomes. Of several, the first that is listed. */
export const fromWoman: ReadonlyMap<string, string> = new Map([
  ...pairsOf(ofWomenOnly),
  ...pairsOf(calledSo),
  ...pairsOf(mirrored).filter(([woman, man]) => woman !== man),
]);

/** What a word for a man becomes. */
export const fromMan: ReadonlyMap<string, string> = new Map(
  [
    ...pairsOf(ofMenOnly),
    ...pairsOf(mirrored)
      .filter(([woman, man]) => woman !== man)
      .map(([woman, man]) => [man, woman] as const),
  ].reverse(),
);

/** Of a wizard who is called "he", or stands beside a witch. */
export const fromManCalledSo: ReadonlyMap<string, string> = new Map(
  pairsOf(calledSo).map(([woman, man]) => [man, woman]),
);

/** What goes before "man" and "woman" in words that are said of both: "camerawoman", "cameraman". */
const trades = new Set(
  'alder anchor assembly bar business camera cave chair door clergy congress council country crafts delivery english fire fisher fore french front gentle gun handy hench herds horses hunts irish kins lay mail marks milk news noble ombuds oars outdoors police post repair sales scots service sports spokes states stunt sword trades tribes under watch welsh weather wise work yachts dutch'.split(
    ' ',
  ),
);
/** Words in -man and -boy that name no man. */
const noMan =
  /^(?:(?:super|in|sub|non-|post)?humans?|germans?|romans?|normans?|ottomans?|shamans?|talismans?|caimans?|caymans?|brahmans?|dobermans?|walkmans?|freshm[ae]n|upperclassm[ae]n|underclassm[ae]n|snowm[ae]n|hangman|omens?|specimens?|women|woman|acumen|abdomen|regimen|stamen|semen|ramen|amen|lumen|yemen|cyclamen|dolmen|catechumen|numen|rumen|albumen|hymen|bitumen|foramen|attaboy|lowboys?|highboys?)$/u;

/** A word of a family ("salesgirl", "cameraman", "mother-daughter") for women or men, with the same for the others; `to` is undefined where there is none. */
export function ofFamily(
  key: string,
): { readonly gender: 'woman' | 'man'; readonly to: string | undefined } | undefined {
  if (key.includes('-')) return joined(key);
  const [, stem = '', kind = ''] = /^(\p{L}{2,}?)(wom[ae]n|m[ae]n|girls?|boys?)$/u.exec(key) ?? [];
  if (stem !== '' && !noMan.test(key)) {
    const woman = fromWoman.get(kind);
    if (woman !== undefined) return { gender: 'woman', to: stem + woman };
    const man = fromMan.get(kind) ?? '';
    const isKnown = kind.startsWith('boy') ? !/^tom/u.test(stem) : trades.has(stem);
    return { gender: 'man', to: isKnown ? stem + man : undefined };
  }
  if (unpaired.test(key)) return { gender: 'woman', to: undefined };
  return undefined;
}

/** Words for women or men that have no other beside them. */
const unpaired =
  /^(?:spinsters?|damsels?|matrons?|mistress(?:es)?|divas?|geishas?|vixens?|debutantes?|(?:hand|milk|house|chamber|bar)?maids?|maidservants?|manservants?|bros|hombres?|amigas?|tomboys?|womani[sz]ers?|ladylike|gentlemanly|manly|womanly|dames?|babushkas?|geezers?|señor(?:a|es|as|itas?)?|abuel[ao]s?|lotharios?|macho|playboys?|dominatrix|(?!(?:s|mat|for|but|dis)?tress)\p{L}+tress(?:es)?)$/u;

/** "Mother-daughter trip": each part for itself. What begins with "man-" or "queen-" is a thing. */
function joined(key: string): ReturnType<typeof ofFamily> {
  const parts = key.split('-');
  if (/^s?he$/u.test(parts[0] ?? '')) return { gender: 'woman', to: undefined };
  if (/^(?:man|men|king|queen|prince|lady|boy)$/u.test(parts[0] ?? '') || parts.includes('of'))
    return undefined;
  const others = parts.map((part) => fromWoman.get(part) ?? fromMan.get(part));
  const first = parts.find((_, index) => others[index] !== undefined);
  if (first === undefined) return undefined;
  return {
    gender: fromWoman.has(first) ? 'woman' : 'man',
    to: parts.map((part, index) => others[index] ?? part).join('-'),
  };
}

/** Where changing the gender would make no sense, or something else: bodies, days, laws, games, and speaking about words. */
export const boundToGender =
  /\b(?:pregnan\w*|breast-?feed\w*|lactat\w*|menopaus\w*|menstruat\w*|her (?:first )?period\b|midwi(?:fe|ves)|(?:give|gives|giving|gave|given) birth|childbirth|labor pains|cesarean|c-section|maternity|paternity|miscarriage|abortion|postpartum|prenatal|uter(?:us|ine)|ovar(?:y|ies|ian)|cervi(?:x|cal)|vagina\w*|breast|breasts|prostate|testic\w*|penis|sperm|erectile|circumcis\w*|hysterectomy|gyn(?:a)?ecolog\w*|beards?|mustach\w*|moustach\w*|(?:mother|father)['’]?s['’]? day|women['’]s (?:day|rights|suffrage|march|world cup|history|health)|suffrag\w*|femin(?:ism|ist|ists)|misogyn\w*|sexis[mt]\w*|gender\w*|transgender|transsexual|lesbian\w*|gays?|homosexual\w*|patriarch\w*|matriarch\w*|pronouns?|glass ceiling|lioness|tigress|hens?|roosters?|cows?|bulls?|mares?|stallions?|ewes?|sows?|lays? (?:\d+ |an? )?eggs?|drag queens?|dowry|harem|bra|bras|lipstick|girl scouts?|boy scouts?|inclusive|possessive|adjective|called ["“']?she)\b/iu;

/** And more bodies, young ones, dress, firsts, helpers that are machines, and sayings in which somebody is called a man or a woman. */
export const alsoBoundToGender =
  /\b(?:mammogra\w*|pap smears?|pelvic exams?|tampons?|sanitary (?:pads?|napkins?)|ultrasounds?|trimesters?|morning sickness|baby showers?|(?:mom|mum|mother|mama)s?-to-be|(?:mother|mom|mum)s?[- ]to[- ]be|(?:her|his) due date|in(?:to)? labou?r|fertility|ivf|surrogate|placenta|umbilical|vasectom\w*|puberty|testosterone|o?estrogen|hot flash\w*|bald(?:ness|ing)?|goatees?|sideburns|spay\w*|neutered|in heat|udders?|litter of|(?:had|has|have|having|feeds?|nurs\w+|suckl\w+) (?:her|his) (?:\w+ )?(?:kittens|pups|puppies|cubs|calf|calves|foals?|ducklings|piglets|litter|young|newborns?|infants?)|miss (?:universe|world|america|usa|piggy|marple|havisham|teen)|(?:nurses|nursed|suckl\w+) (?:her|his)|(?:cleaning|dinner|lunch|tea|cat|church|lollipop) lad(?:y|ies)|nursing (?:mothers?|moms?|mums?|bras?|her|his)|(?:wedding|bridal|prom|evening|ball) (?:dress|dresses|gowns?)|bridal|lingerie|corsets?|mascara|eyeliner|high heels|stilettos|née|maiden names?|(?:the )?first (?:woman|man|female|male|girl|boy|lady) (?:to|in|who|ever)|(?<=^|[.!?:]\s|["“])who (?:directed|wrote|painted|composed|invented|discovered|sang|founded|sculpted|choreographed)|alexa|siri|cortana|bixby|m[ae]n of (?:the (?:house|hour|people|year|cloth|world)|few words|letters|god)|lad(?:y|ies) (?:of the (?:house|lake|night)|in waiting)|lad(?:y|ies)['’]s? m[ae]n|(?:mama|mamma|momma|mother|mommy|mummy)['’]?s boys?|daddy['’]?s (?:little )?girls?|right[- ]hand m[ae]n|leading (?:man|lady|men|ladies)|(?:con|hit|yes|straw|wing|middle)[- ]?m[ae]n|man[- ]?child|golden boys?|poster (?:boy|girl)s?|whipping boys?|girls? next door|it girls?|prodigal son|sons? of a (?:gun|bitch)|mother hens?|old maids?|bag lad(?:y|ies)|dutch uncles?|renaissance m[ae]n|common man|kings?[^.!?]* in chess|chess (?:kings?|queens?|pieces?|boards?|moves?|games?))\b/iu;

/** Forms of address that are spoken about. */
export const quotedAddress =
  /["“‘'(](?:guys|gals|dudes?|lady|ladies|gentlemen|sir|madam|ma['’]am|miss|mister|mankind)["”’')]/iu;

/** Where a word for people is part of a name, a saying or another thing. */
export const notOfPeople =
  /\b(?:mother (?:nature|earth|tongue|board|ship|of pearl|lode|teresa|goose)|father christmas|father time|founding fathers?|(?:fore|god)fathers? of|(?:the )?father of (?:modern|the|all)|holy father|our father|old man winter|no man['’]s land|man of the match|man of steel|man['’]s best friend|boys will be boys|oh,? (?:boy|man)|jack and jill|virgin mary|lady (?:liberty|luck|bug|gaga|macbeth)|lady['’]s (?:slipper|mantle)|first lad(?:y|ies)|queen bees?|queen['’]s (?:guard|gambit|english)|kings? (?:size|cobra|crab|salmon|penguin|kong|midas|arthur|lear|james)|king-size|queen-size|burger king|lion king|dairy queen|prince (?:charming|albert)|princess diana|little prince|sister (?:cit(?:y|ies)|compan(?:y|ies)|ships?)|big brother|brothers grimm|grimm brothers|wright brothers|warner bro(?:ther)?s|marx brothers|band of brothers|best man|spider-?man|iron man|bat-?man|super-?man|wonder woman|ant-man|aqua-?man|cat-?woman|mona lisa|you guys|guys,|uncle sam|uncle ben['’]?s|aunt jemima|baby ?daddy|sugar daddy|daddy long ?legs|dad jokes?|mom jeans|one['’]s man|to a man|every man|everyman|little women|pretty woman|gentlemen['’]s agreement|bachelor['’]?s? (?:degrees?|of|thesis|programs?|party)|bachelor party|male-dominated|female-dominated|(?:fe)?male (?:plug|connector|ends?)|isle of man|(?:her|his) (?:royal )?(?:majesty|highness)(?:['’]s)?|alice|(?:queen|king)s? of (?:hearts|diamonds|clubs|spades)|family man|ladies['’]? (?:room|night)|witch ?hunts?|old wives['’]? tales?|(?:wo)?m[ae]n in the moon|(?<=(?:^|[.!?"“] ?)(?:oh )?)(?:boy|man|girl|dude)(?=, )|(?<=(?:hey|thanks|yo|yeah|sorry|come on|thank you),? )(?:man|dude|bro|girl)(?=[,.!?])|(?<=, )(?:man|dude|bro)(?=[!.?"”])|ladies first|man (?:up|hours?|cave|flu)|mother lode|mother of all|mother (?:superior|country|cells?)|daughter (?:cells?|compan(?:y|ies)|nucle\w+)|grandfather (?:clocks?|clauses?)|black widows?|widow['’]s peak|bob['’]s your uncle|monkey['’]s uncle|king['’]s ransom|kings? of the (?:hill|jungle|road)|brothers? in arms|blood brothers?|brother['’]s keeper|old boys?['’]?s? (?:club|network)s?|boys['’] club|(?:poor|rich|dead|thinking) man['’]s|odd man out|one[- ]man (?:bands?|shows?|arm(?:y|ies))|boy ?bands?|girl power|girl band)\b/iu;

/** Said of both: it stays. */
export const ofBoth =
  /\b(?:he or she|she or he|his or her|her or his|him or her|her or him|himself or herself|herself or himself|his or hers|(?:he|she|his|her|him)\/(?:he|she|his|hers|her|him)|s\/he|men and women|women and men|boys and girls|girls and boys|ladies and gentlemen|male and female|female and male|brothers and sisters|sisters and brothers|mother and father|father and mother|mom and dad|mum and dad|dad and mom|sons? and daughters?|daughters? and sons?|husband and wife|man and wife|kings? and queens?|man or (?:a )?woman|woman or (?:a )?man|boy or (?:a )?girl)\b/giu;

/** Names of one person or figure, who cannot be somebody else. */
export const knownFigures: ReadonlySet<string> = new Set(
  'god cinderella rapunzel cleopatra napoleon shakespeare einstein plato socrates aristotle buddha jesus christ moses mohammed muhammad abraham romeo juliet hamlet macbeth ophelia othello darwin galileo newton gandhi beethoven mozart bach picasso rembrandt michelangelo leonardo aphrodite athena venus zeus hera poseidon apollo hercules achilles odysseus penelope barbie santa superman batman dracula frankenstein sherlock watson gandalf frodo hermione voldemort pinocchio aladdin mulan pocahontas elsa hitler stalin lenin churchill lincoln washington obama trump biden putin elvis madonna beyoncé beyonce adele rihanna oprah pele pelé maradona ronaldo messi tesla edison nietzsche freud marx kant tarzan goldilocks gretel hansel dorothy heidi ulysses robinson eve adam mary joan nefertiti confucius caesar cicero homer dante virgil popeye godzilla pharaoh allah thor loki odin medusa persephone hades snow katniss eowyn gatsby nemo zorro rocky rambo'.split(
    ' ',
  ),
);
