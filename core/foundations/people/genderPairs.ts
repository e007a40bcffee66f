/** Words for women and for men that say the same otherwise: "aunt uncle". Lower case; a plural is a pair of its own. */
const mirrored = `
she he|herself himself|woman man|women men|womanhood manhood|womanly manly|girl boy|girls boys|girlhood boyhood|girlish boyish
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
nun monk|nuns monks|schoolgirl schoolboy|schoolgirls schoolboys|lass lad|madam sir|ma'am sir|cheerleader cheerleader
`;

/** Words for women of which the other word is said of anybody, so that it stays as it is. */
const ofWomenOnly = `
heroine hero|heroines heroes|actress actor|actresses actors|hostess host|hostesses hosts|heiress heir|heiresses heirs|countess count|witch wizard|witches wizards
goddess god|goddesses gods|priestess priest|seamstress tailor|ballerina dancer|governess tutor|gal guy|gals guys|maiden youth|chick guy|poetess poet|sorceress sorcerer|enchantress enchanter|comedienne comedian|huntress hunter|abbess abbot
`;

/** And of men. */
const ofMenOnly = `guy woman|guys women|dude woman|dudes women|chap woman|mankind humankind|grandad grandma|granddad grandma|pa ma|pop mom|godfathers godmothers`;

const pairsOf = (list: string): (readonly [string, string])[] =>
  list
    .trim()
    .split(/[|\n]/u)
    .map((pair) => pair.split(' ') as unknown as readonly [string, string]);

/** What a word for a woman becomes. Of several, the first that is listed. */
export const fromWoman: ReadonlyMap<string, string> = new Map([
  ...pairsOf(ofWomenOnly),
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

/** Where changing the gender would make no sense, or something else: bodies, days, laws, games, and speaking about words. */
export const boundToGender =
  /\b(?:pregnan\w*|breast-?feed\w*|lactat\w*|menopaus\w*|menstruat\w*|her (?:first )?period\b|midwi(?:fe|ves)|(?:give|gives|giving|gave|given) birth|childbirth|labor pains|cesarean|c-section|maternity|paternity|miscarriage|abortion|postpartum|prenatal|uter(?:us|ine)|ovar(?:y|ies|ian)|cervi(?:x|cal)|vagina\w*|breast|breasts|prostate|testic\w*|penis|sperm|erectile|circumcis\w*|hysterectomy|gyn(?:a)?ecolog\w*|beards?|mustach\w*|moustach\w*|(?:mother|father)['’]?s['’]? day|women['’]s (?:day|rights|suffrage|march|world cup|history|health)|suffrag\w*|femin(?:ism|ist|ists)|misogyn\w*|sexis[mt]\w*|gender\w*|transgender|transsexual|lesbian\w*|gays?|homosexual\w*|patriarch\w*|matriarch\w*|pronouns?|glass ceiling|lioness|tigress|hens?|roosters?|cows?|bulls?|mares?|stallions?|ewes?|sows?|lays? (?:\d+ |an? )?eggs?|chess|drag queens?|dowry|harem|bra|bras|lipstick|girl scouts?|boy scouts?|inclusive|possessive|adjective|called ["“']?she)\b/iu;

/** Where a word for people is part of a name, a saying or another thing. */
export const notOfPeople =
  /\b(?:mother (?:nature|earth|tongue|board|ship|of pearl|lode|teresa|goose)|father christmas|father time|founding fathers?|(?:fore|god)fathers? of|(?:the )?father of (?:modern|the|all)|holy father|our father|old man winter|no man['’]s land|man of the match|man of steel|man['’]s best friend|boys will be boys|oh,? (?:boy|man)|jack and jill|virgin mary|lady (?:liberty|luck|bug|gaga|macbeth)|lady['’]s (?:slipper|mantle)|first lad(?:y|ies)|queen bees?|queen['’]s (?:guard|gambit|english)|kings? (?:size|cobra|crab|salmon|penguin|kong|midas|arthur|lear|james)|king-size|queen-size|burger king|lion king|dairy queen|prince (?:charming|albert)|princess diana|little prince|sister (?:cit(?:y|ies)|compan(?:y|ies)|ships?)|big brother|brothers grimm|grimm brothers|wright brothers|warner bro(?:ther)?s|marx brothers|band of brothers|best man|spider-?man|iron man|bat-?man|super-?man|wonder woman|ant-man|aqua-?man|cat-?woman|mona lisa|you guys|guys,|uncle sam|uncle ben['’]?s|aunt jemima|baby ?daddy|sugar daddy|daddy long ?legs|dad jokes?|mom jeans|one['’]s man|to a man|every man|everyman|little women|pretty woman|gentlemen['’]s agreement|bachelor['’]?s? (?:degrees?|of|thesis|programs?|party)|bachelor party|male-dominated|female-dominated|(?:fe)?male (?:plug|connector|ends?)|isle of man|(?:her|his) (?:royal )?(?:majesty|highness)(?:['’]s)?|alice|(?:queen|king)s? of (?:hearts|diamonds|clubs|spades)|family man|ladies['’]? (?:room|night)|witch ?hunts?|boy ?bands?|girl power|girl band)\b/iu;

/** Said of both: it stays. */
export const ofBoth =
  /\b(?:he or she|she or he|his or her|her or his|him or her|her or him|himself or herself|herself or himself|his or hers|(?:he|she|his|her|him)\/(?:he|she|his|hers|her|him)|s\/he|men and women|women and men|boys and girls|girls and boys|ladies and gentlemen|male and female|female and male|brothers and sisters|sisters and brothers|mother and father|father and mother|mom and dad|mum and dad|dad and mom|sons? and daughters?|daughters? and sons?|husband and wife|man and wife|kings? and queens?|man or (?:a )?woman|woman or (?:a )?man|boy or (?:a )?girl)\b/giu;

/** Names of one person or figure, who cannot be somebody else. */
export const knownFigures: ReadonlySet<string> = new Set(
  'cinderella rapunzel cleopatra napoleon shakespeare einstein plato socrates aristotle buddha jesus christ moses mohammed muhammad abraham romeo juliet hamlet macbeth ophelia othello darwin galileo newton gandhi beethoven mozart bach picasso rembrandt michelangelo leonardo aphrodite athena venus zeus hera poseidon apollo hercules achilles odysseus penelope barbie santa superman batman dracula frankenstein sherlock watson gandalf frodo hermione voldemort pinocchio aladdin mulan pocahontas elsa hitler stalin lenin churchill lincoln washington obama trump biden putin elvis madonna beyoncé beyonce adele rihanna oprah pele pelé maradona ronaldo messi tesla edison nietzsche freud marx kant tarzan goldilocks gretel hansel dorothy heidi ulysses robinson eve adam mary joan nefertiti confucius caesar cicero homer dante virgil popeye godzilla pharaoh allah thor loki odin medusa persephone hades snow katniss eowyn gatsby nemo zorro rocky rambo'.split(
    ' ',
  ),
);
