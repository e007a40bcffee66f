import type { Lexicon } from './lexicon';

/**
 * What is as it is for a while only, though no word says "now": who leads a ranking, what a thing costs, who holds an office; and what is spoken
 * of as if it were before one's eyes. "Of all time", a year, and the reasons behind it are for anybody to tell.
 */

/** What opens a question, or a wish to be told; a title too. */
const opening = (words: string): string =>
  `^(?:please |can you |could you |would you |so |and |but |ok,? |okay,? |hey,? |do you know |i (?:want|would like|need) to know |(?:in|after) \\d+ years,? )*(?:${words})(?:'s|'re)?(?![\\p{L}-])`;
const asks = opening(
  'who|what|which|whose|how much|name|list|tell|give|show|find|rank|say|identify|is|are|the(?= (?:name|price|cost|winner|title) of | (?:most expensive|best-selling|richest|cheapest|highest-paid|most[- ]watched|oldest|youngest|tallest) )',
);
const asksPrice = opening('how much|how expensive|what do|what does');

/** Told once, for good: in a time that is over, or for ever. */
const once =
  '(?!.*\\b(?:of all[- ]time|all-time|ever|in history|historically|(?:\\p{L}+ ){0,3}(?:1\\d|20)\\d\\ds?|century|centuries|ancient|medieval|decade)\\b)';
/** Asked for what lies behind it, for advice, or about a word. */
const behind =
  '(?!.*\\b(?:why|reasons?|causes?|factors?|what makes|how to|should|could|would|advice|tips|meant|means?|meaning|definition|define|difference|calculate|formula|synonym|word|term|phrase|sentence|ways? (?:to|of)|if)\\b)';

/** What sells, is shown or is talked about. */
const shown =
  '(?:products?|items?|things?|goods|brands?|books?|novels?|songs?|singles?|albums?|records?|artists?|bands?|singers?|rappers?|musicians?|movies?|films?|actors?|actress(?:es)?|shows?|tv shows?|series|sitcoms?|anime|videos?|channels?|you ?tubers?|streamers?|influencers?|accounts?|celebrit(?:y|ies)|podcasts?|games?|apps?|websites?|sites?|blogs?|phones?|smartphones?|laptops?|consoles?|gadgets?|toys?|cars?|vehicles?|companies|company|stocks?|shares|crypto\\p{L}*|coins?|hashtags?|memes?|tweets?|posts?|players?|athletes?|teams?|clubs?|footballers?|restaurants?|hotels?|people|persons?|man|men|woman|women|jobs?|magazines?|newspapers?|sneakers|shoes|drinks?|snacks?|perfumes?)';
/** Of these the fashion changes by itself. */
const fashion =
  '(?:songs?|singles?|pop songs?|albums?|singers?|rappers?|movies?|films?|tv shows?|tv series|shows? on|series on|videos?|channels?|you ?tubers?|streamers?|influencers?|celebrit(?:y|ies)|podcasts?|video games?|mobile games?|apps?|phones?|smartphones?|laptops?|consoles?|gadgets?|toys?|hashtags?|memes?|trends?|tweets?|baby names?|slang|sneakers|hairstyles?|new cars?)';
const places =
  '(?:e-?bay|amazon|etsy|ali ?express|ali ?baba|walmart|target|ikea|costco|craigslist|netflix|hulu|disney(?:\\+| plus)|spotify|you ?tube|twitch|tik ?tok|instagram|facebook|twitter|x\\.com|reddit|pinterest|linkedin|snapchat|tumblr|steam|the app store|google play|google|the internet|the web|imdb|rotten tomatoes|goodreads|kickstarter|airbnb|tripadvisor|yelp|the (?:us |uk |billboard )?charts|billboard)';
const ranked =
  '(?:(?:best|top|fastest|hottest|worst)[- ](?:selling|rated|grossing|reviewed|ranked|performing|paying|trending)|(?:highest|lowest|most|least)[- ](?:rated|paid|paying|grossing|earning|ranked|followed|subscribed|watched|viewed|streamed|downloaded|liked|retweeted|searched|googled|clicked|sold|played|bought|purchased|shared|talked[- ]about|reviewed|anticipated|traded|valuable)(?:[- ](?:to|for))?)';

/** By what they are ranked. */
const taste =
  '(?:popular|famous|expensive|valuable|successful|watched|viewed|played|streamed|downloaded|followed|loved|liked|hated|known|sold|profitable)';
const sold = '(?:selling|rated|grossing|reviewed|ranked|paid)';

/** What is for sale everywhere, and at another price each day. */
const goods =
  '(?:gas|gasoline|petrol|diesel|oil|crude|gold|silver|platinum|copper|bitcoin|ethereum|milk|bread|eggs?|butter|rice|sugar|beef|meat|coffee|beer|cigarettes|electricity|rent|stamps?|tickets?|iphones?|phones?|laptops?|houses?|cars?|homes?|flights?|hotels?|land|diamonds?|tuition|gym memberships?|admission|entry|shipping|parking|groceries|apples?|bananas?|lumber|steel|wheat|corn|playstation\\w*|xbox\\w*|tesla\\w*|netflix|spotify|\\p{Lu}\\w+ (?:stock|shares?))';
/** Houses that somebody runs, for a while and better or worse than others. */
const houses =
  '(?:restaurants?|hotels?|hostels?|bars?|pubs?|caf[eé]s?|coffee shops?|bakery|bakeries|pizzerias?|diners?|steakhouses?|(?:night ?)?clubs|shops?|stores?|boutiques?|malls?|gyms?|spas?|salons?|hairdressers?|dentists?|doctors?|lawyers?|plumbers?|mechanics?|hospitals?|pizza|burgers?|sushi|tacos?)';
const idea =
  '(?:mistakes?|errors?|lies?|war|failure|crime|divorce|delay|defect|breach|strike|habit|promise|choice|decision|dream|free|good|bad|poor|product|unit|derivative|option|bond|project|function|item [a-z])';

export const standings: Lexicon = {
  en: [
    // What is the best-selling product on Ebay? Who is the highest-paid actor?
    new RegExp(
      `${asks}${once}${behind}.{0,60}?\\b${ranked} (?:[\\p{L}-]+ ){0,3}?${shown}(?![\\p{L}-])`,
      'iu',
    ),
    new RegExp(
      `${asks}${once}${behind}.{0,60}?\\b(?:most|best|top|highest|cheapest|lowest|biggest|hottest|worst|number one|popular|trending|viral|bestsell\\p{L}+|newest|latest)\\b.{0,60}\\b(?:on|at|in|from|of) ${places}(?![\\p{L}-])`,
      'iu',
    ),
    // What is the most popular song? Not "by the Beatles".
    new RegExp(
      `${asks}${once}${behind}.{0,40}?\\b(?:most popular|most famous new|number one|number 1|#1|no\\. 1|hottest|trendiest|newest|latest|most viral|most hyped) (?:[\\p{L}-]+ ){0,1}?${fashion}(?![\\p{L}-])(?! (?:by|from|about|of|written|sung|directed|starring|with|for) )`,
      'iu',
    ),
    // List four songs in order from most to least popular. Not "rank these songs".
    new RegExp(
      `^(?:please |can you |could you |so |and )*(?:list|rank|order|sort|arrange|name|give|put|write|make)(?![\\p{L}-])${once}(?!.*\\b(?:these|those|following|below|given|them|words?|by how)\\b).{0,60}?\\b${shown}(?![\\p{L}-]).{0,30}?\\b(?:from (?:the )?(?:most|least) (?:${taste} )?to (?:the )?(?:least|most) ${taste}|from (?:the )?(?:best|worst|highest|lowest|top)[- ]${sold}|(?:in (?:the )?order of|ordered by|ranked by|sorted by|by) (?:their )?(?:popularity|sales|price|cost|ratings?|views|streams|followers|subscribers|box office|revenue|net worth|market (?:share|value)))(?![\\p{L}-])`,
      'iu',
    ),
    // What is the name of the best restaurant in Rome?
    new RegExp(
      `${asks}${once}${behind}(?! makes?\\b).{0,40}?\\b(?:best|finest|nicest|coolest|worst|top|greatest|busiest|trendiest|most (?:popular|famous|beautiful|luxurious|visited)) (?:[\\p{L}-]+ ){0,2}?${houses}(?![\\p{L}-]) (?:in|near|around|at|of) (?:town|here|(?:the )?(?:world|city|area|country|neighbou?rhood)|\\p{L}[\\p{L} ,]{1,30})\\s?[?.]?$`,
      'iu',
    ),
    // What is the most expensive car in the world?
    new RegExp(
      `${asks}${once}${behind}.{0,40}?\\b(?:most expensive|cheapest|priciest) (?:[\\p{L}-]+ ){0,1}?(?:cars?|houses?|homes?|cit(?:y|ies)|countr(?:y|ies)|restaurants?|hotels?|phones?|watch(?:es)?|items?|things?|products?|flights?|tickets?|apartments?|schools?|universit(?:y|ies)|players?|drinks?|neighbou?rhoods?)(?![\\p{L}-])`,
      'iu',
    ),
    // Who is the richest person in the world? Who is the oldest person alive?
    new RegExp(
      `${asks}${once}${behind}.{0,40}?\\b(?:(?:richest|wealthiest) (?:[\\p{L}-]+ ){0,2}?(?:persons?|people|man|men|woman|women|famil(?:y|ies)|actors?|actress|singers?|rappers?|athletes?|billionaires?|celebrit(?:y|ies)|kids?|child|king|you ?tubers?|one)|(?:oldest|youngest|tallest|shortest|heaviest|fattest|richest) (?:living )?(?:persons?|people|man|woman|human(?: being)?|president|king|queen|actor|actress|billionaire|dog|cat) (?:alive|in the world|on (?:the )?(?:earth|planet)|in (?:the )?(?:country|usa?|united states|uk|england|germany|france|europe|asia|africa|america|china|india|japan|nba))|(?:oldest|youngest|tallest|shortest|heaviest|largest|last|fastest|strongest|smartest) (?:[\\p{L}-]+ ){0,3}?(?:alive|(?:still )?living\\b(?! (?:room|thing|space|standard|wage))|living (?:person|man|woman|human|animal|dog|cat|people|president|actor|relative)))(?![\\p{L}-])`,
      'iu',
    ),
    // Who is the president of Brazil? Not who was, nor the first.
    new RegExp(
      `^(?:please |can you |could you |so |and )*(?:who(?:'s| is| are)|name|tell me(?: who is)?|do you know who is|what(?:'s| is) the name of) (?:the )?(?:new |sitting |reigning |defending |acting )?(?:president|vice president|prime minister|chancellor|ceo|mayor|governor|head coach|(?:world|olympic|league|heavyweight) champions?)(?:[- ]elect)?(?: (?:of|in|for) .{2,40})?\\s?[?.]?$`,
      'iu',
    ),
    // How much does a plane ticket cost? What is the price of milk?
    new RegExp(
      `${asksPrice}${once}${behind}(?!.*\\d)(?:(?<=how much) (?:does|do|would|will|is|are) (?:it|a|an|the|one|some|\\p{Lu}|\\p{L}{3,}).{0,60}\\b(?:costs?|go for|sell for|to (?:buy|rent|get|ship|rebuild|hire|fly|stay|replace|fix|travel|send|park|own))\\b|(?<=what (?:do|does)) (?:a|an|the|some|\\p{L}{3,}).{0,60}\\bcost\\b|(?<=how expensive) (?:is|are) .+|(?<=how much) (?:is|are) (?:a|an|the|one) (?:[\\p{L}-]+ ){0,3}?(?:tickets?|iphone|phone|laptop|car|house|flat|apartment|flight|hotel|room|ring|stamp|gallon|gas|petrol|subscription|membership|computer|console|bottle|pound|kilo|litre|liter|loaf|cup|pair|dress|watch|bike|bicycle|visa|passport|coffee|beer|pizza|burger)\\b.*)`,
      'iu',
    ),
    new RegExp(
      `${asks}${once}${behind}(?!.*\\d).{0,20}?\\bthe (?:(?:average|typical|usual|retail|market|exact|approximate|going|actual|best|lowest|cheapest|current|total) )?(?:price|fare|cost) (?:of|for) (?:(?:an?|one|the) (?!${idea}(?!\\p{L}))(?!.*\\bin (?:the|a) \\p{L}+ (?:novel|play|story))|(?:[\\p{L}-]+ )?${goods}(?!\\p{L}))`,
      'iu',
    ),
    new RegExp(
      `${asks}${once}${behind}(?!.*\\d).{0,20}?\\b(?:the exchange rate|the (?:market|resale) value of|the net worth of|the share price of|the (?:fare|price|cost) (?:to|between|from))(?!\\p{L})`,
      'iu',
    ),
    // Where can I rent a car?
    /^(?:please |can you |could you |excuse me,? |hey,? |tell me )*where (?:can|could|do|should) (?:i|we) (?:buy|rent|hire|order|book|park|eat|(?:get|find) (?:me )?(?:an?|some|cheap|good|the best) (?:[\p{L}-]+ ){0,3}?(?:services?|shops?|stores?|restaurants?|hotels?|doctors?|dentists?|plumbers?|lawyers?|mechanics?|jobs?|apartments?|flats?|rooms?|taxis?|cabs?|parking|gyms?|tutors?|therapists?|dealers?|baby-?sitters?|haircut|pizza|burger|coffee|lunch|dinner|meal|drinks?|tickets?|deals?|discounts?|phones?|cars?|shoes|clothes|dress|suit)|(?:watch|see) (?:the|this|that) (?:match|game|film|movie|show|fight|race)|catch (?:an?|the|my) (?:bus|train|ferry|tram|plane))(?![\p{L}-])/iu,
  ],
};

/** People and things that nobody introduced. */
const thing =
  '(?:man|woman|boy|girl|baby|person|people|guy|lady|kid|child|dog|cat|bird|horse|car|truck|bus|bike|house|door|room|wall|roof|box|bag|shirt|dress|hat|jacket|shoes?|cup|bowl|ball|table|chair|street|building|bridge|store|shop|restaurant|hotel|flag|ship|boat|plane|book|painting|statue|sign|song|tree|flower|cake|bottle|balloon|umbrella|teacher|student|driver|owner|winner|player|neighbou?r)';

/** Where they are seen. */
const seen =
  "(?:(?:on|in|at|to) (?:the|this|that|my|your) (?:left|right|room|house|picture|photo(?:graph)?|image|painting|video|corner|car|street|back|front|middle|window|yard|garden|box|bag|mirror|door|wall|table|screen|park|other side|end|top|bottom)|next to|behind|beside|standing|sitting|wearing|holding|walking|over there|outside|across|who(?:'s| is| are) (?:\\p{L}+ing|in|on|at|next)|that(?:'s| is) (?:\\p{L}+ing|in|on|at|next)|(?:that |who )?(?:you|i|we) (?:see|saw|met|just|are|have|had|own|bought))\\b.{0,40}";

/** Spoken of as if it were seen, or had been told. */
export const unseen: Lexicon = {
  en: [
    // Find the name of the person who will be king. Find the number of people in the audience.
    /^(?:please |so |and )*(?:find|identify|discover|locate|guess) (?:out )?(?:the )?(?:(?:(?:full|first|last|real) )?(?:name|age|address|location) of (?:the|this|that) (?:[\p{L}-]+ )?(?:person|man|woman|boy|girl|people) (?:who|that) (?:will|is|are|wears|lives|sits|stands)|(?:number|amount) of (?:people|persons|houses|cars|chairs|guests|men|women|children|students) (?:in|at|on|inside|near) (?:the|this|that|your))(?![\p{L}-])[^:"“?\d[]*$/iu,
    /^(?:please )?(?:find|locate|identify|point (?:at|to)) (?:the|an?) (?:[\p{L}-]+ )?(?:person|man|woman|boy|girl|child|stranger|dog|cat) (?:wearing|standing|sitting|holding|with|in|on|next to|(?:who|that) (?:is|has|wears|lives|made|looks))(?![\p{L}-])[^:"“?]*$/iu,
    // Decide whether the restaurant is a good choice for you.
    /^(?:please )?(?:say|decide|tell me|determine|state) (?:whether|if) (?:you (?:are|were|have|had|will|would|do|did|feel)(?! (?:eligible|entitled|allowed|able|to)\b)|(?:the|this|that) [^,.;:"“?]{2,50} for you)(?![\p{L}-])[^:"“?]*$/iu,
    new RegExp(
      `^(?:so |and |please )*(?:what (?:colou?r|size|shape|brand|kind|make|breed|model)(?: of \\p{L}+)?|how (?:old|tall|big|heavy|many \\p{L}+ (?:are (?:there )?)?(?:in|on|at))) (?:is |are |was )?(?:the|that|this|those|these) ${thing}s?(?: ${seen})?\\s?\\?$`,
      'iu',
    ),
    new RegExp(
      `^(?:so |and |please )*(?:what(?:'s| is| was)|tell me|give me|who(?:'s| is)|name|state|guess|identify) (?:the )?(?:(?:full|first|last|real) )?(?:name|colou?r|age|size|weight|height|address|owner|location|breed|title|job)(?: of| on| behind) (?:the|that|this|these) (?:[\\p{L}-]+ )?${thing}s?(?: ${seen})?\\s?[?.]?$`,
      'iu',
    ),
    new RegExp(
      `^(?:so |and |please )*(?:what|who|how many \\p{L}+)(?:'s| is| are|'re)? (?:there )?(?:that |the ${thing}s? )?(?:in|on|under|behind|inside|next to|standing|sitting|at) (?:in |on |at |next to |by |behind )?(?:the|that|this|my|your) (?:left|right|back|front|corner|box|bag|table|desk|room|wall|floor|fridge|shelf|door|house|window|picture|photo|middle of the room|screen|board)(?: (?:on|in|of) the \\p{L}+)?\\s?\\?$`,
      'iu',
    ),
    // Suggest five new restaurants in a city.
    new RegExp(
      `^(?:please |can you |could you )*(?:suggest|recommend|name|list|find|give me|show me) (?:me |us )?(?:an?|some|the|two|three|four|five|ten|\\d+) (?:(?:new|good|best|nice|great|cheap|popular|famous|local|cool|fancy|different|other|well-known) )*${houses}(?![\\p{L}-]) (?:in|near|around|close to) (?:an?|the|your|my|our|this|that|town|\\p{L}{3,})[\\p{L} ,'-]{0,30}[.!]?$`,
      'iu',
    ),
    // Four sports that have been dropped in the past year.
    /^(?:please |can you |could you )*(?:find|name|list|give|tell me|show me|write|create|make|suggest|describe|explain|recommend)\b[^:"“]{2,90}\b(?:in|over|during|within|of) the (?:past|last|previous) (?:(?:few|two|three|five|ten|\d+) )?(?:days?|weeks?|months?|years?|decade)\s?[.?!]?$/iu,
    // Find the most popular game of the week.
    /^(?:please |can you |could you )*(?:find|name|list|give me|tell me|show me|write|create|make|suggest|describe|what(?:'s| is| are| was)|who(?:'s| is| was))\b[^:"“]{0,60}\b(?:most|best|top|worst|biggest|hottest|latest|greatest)\b.{0,40} of the (?:day|week|month|year)\s?[.?!]?$/iu,
    // Three reasons why I am a leader. Explain why he was late.
    /^(?:please |can you |could you )*(?:give|list|name|tell|say|write|state|explain|describe|find|think of|show)\b(?: me| us)? ?(?:[\p{L}\d-]+ ){0,3}?(?:reasons?|qualities|traits|things|facts|proofs?|arguments?) (?:why|that (?:show|make|prove)s?|for which|because) (?:i(?:'m| am| was| have been) (?:not )?(?:an?|the|your|such|so (?:good|special|great|smart|popular)|better|special|famous|great|right|loved|hated)|i (?:lost|won|left|quit|failed|missed|cried|married)|me |my [\p{L}-]+ (?:is|was|are|were|trusts?|likes?|loves?|hates?|left|won|lost|failed))\b[^:?"“]*$/iu,
    /^(?:please |can you |could you )*(?:explain|tell me|say|describe|guess|find out)(?: to me)? (?:why|where|what|how|when|whom|whether|if) (?:(?:he|she)(?!\p{L})|they (?:broke|left|fought|argued|married|quit|laughed|cried|lied|lost|won|met|moved|were|went|got|did)(?!\p{L})|my (?:[\p{L}-]+ )?(?:friends?|mother|mom|mum|father|dad|parents|brothers?|sisters?|wife|husband|son|daughter|kids?|boss|teachers?|neighbou?rs?|team|ex) (?:is|was|are|were|left|hates?|loves?|likes?|lied|cried|won|lost|went|did|said)(?!\p{L}))[^:?"“]*[.!]?$/iu,
    /^(?:please |can you |could you )*(?:describe|list|name|summari[sz]e|assess|tell me(?: about)?|show me|rate|judge) my (?:own )?(?:personality|character|strengths|weaknesses|strengths and weaknesses|talents?|qualities|flaws|hobbies|habits|appearance|looks|face|voice|mood|future|past|childhood|family|friends|day|week|life|(?:new )?(?:flat|house|room|apartment|car|boss|teacher|neighbou?rs?))\s?[.!]?$/iu,
    /^(?:so |and )?(?:how did (?:i|my (?:[\p{L}-]+ )?(?:team|son|daughter|brother|sister|class|friend)) do\b|what (?:did|does|do) (?:he|she|they|my \p{L}+) (?:say|think|want|tell|mean|do|give|see)\b|where (?:did|does|is|was) (?:he|she)\b|what happened to (?:him|her|them|me|us|my \p{L}+)\b|who is (?:at|behind|in front of) the door\b|which (?:one )?of my\b)[^:"“]{0,50}\?$/iu,
    // Name three things that you see on the table.
    /^(?:please |can you |could you )*(?:name|list|describe|compare|explain|count|give me|find|tell me(?: about)?|show me|identify|draw)\b[^:"“?]{2,80}\b(?:(?:that|which|whom?|what) (?:you|i) (?:can |could )?(?:see|saw|hear|smell|met)(?: (?:from here|now|here|today|yesterday|there|this morning|(?:on|in|at|around|from|outside) (?:the|this|your) [\p{L} ]{2,30}))?|to (?:your|my) (?:left|right)|(?:next to|in front of|behind|beside) (?:you|me)|who (?:just )?(?:walked|came|went|drove) (?:past|in|by|out)|from where you (?:sit|stand|are)|(?:that are |who are |lying |standing )?(?:in (?:this|the) (?:room|box|basement|driveway|bag|drawer)|on (?:the|this|my) (?:plate|blackboard|table|receipt|desk|driveway|stage)))\s?[.!]?$(?<!\b(?:can be|are|is|usually|often|typically) (?:found|seen|placed|kept)\b.*)/iu,
    // Why is the woman laughing? Is the man happy?
    /^(?:so |and )?(?:(?:why|what|where|who|whom|how|how long)(?:'s| is| are| was| were) the (?:old |young |little |tall |other )?(?:man|men|woman|women|boys?|girls?|lady|ladies|guys?|couple|stranger|baby|child|children) (?:so )?(?!being\b)(?:[\p{L}]{2,}ing|sad|happy|angry|late|afraid|alone|upset|wet|tired)(?: [\p{L}]+){0,3}|(?:is|are|was|were) the (?:old |young |little |tall |other )?(?:man|men|woman|women|boys?|girls?|lady|guys?|couple|stranger|baby) (?!allowed|supposed|required|guilty|liable|legally)[\p{L}-]+|(?:does|did|do) the (?:old |young |little |tall |other )?(?:man|men|woman|women|boys?|girls?|lady|guys?|couple|stranger) [\p{L}]+(?: (?:the|his|her|their|a) [\p{L}]+)?)\s?\?$/iu,
    // A new species was discovered. What is its name?
    /^(?:an?|some|two)\b[^.?!\d]{3,80}[.!] (?:(?:what|who|where|when)(?:'s| is| was| are)|give|guess|say) (?:its|his|her|their) (?:\p{L}+ )?(?:names?|address|colou?r|owner|location|birthday|job|phone number)\s?[?.]?$/iu,
    // Is it a dragonfly?
    /^(?:so |and )?is (?:it|this|he|she) (?:an?|the|your|my) (?!(?:[\p{L}-]+ )?(?:idea|sin|crime|myth|problem|coincidence|requirement|rule|must|way|time|day|law|fact|thing|waste|mistake|risk)(?!\p{L}))[^?,:;]{2,40}\?$(?<!\b(?:to|that|if|when|for|who|of)\b[^?]*\?)/iu,
    // What is the best thing about my family?
    /^(?:so |and |please |tell me |guess |do you know |say )*(?:(?:what|who|where|when|how (?:old|tall|big))(?:'s| is| are| was| were) (?:the (?:best|worst|most \p{L}+|name|age|colou?r) (?:(?:thing|part|trait)s? )?(?:about|of|in) )?my (?:[\p{L}-]+ )?(?:famil(?:y|ies)|dreams?|friends?|life|house|home|wife|husband|mother|father|mom|dad|parents|brothers?|sisters?|dog|cat|pet|boss|teacher|school|town|future|destiny|soulmate|personality|job|car|crush|partner|boyfriend|girlfriend|child(?:ren)?|son|daughter|shirt|hair|eyes|mood|secret|age|birthday)|what my (?:dream|name|age|birthday|job|mood|secret|favou?rite \p{L}+) (?:is|was))\b(?! (?:if|when|should|could|supposed|allowed|legally|likely)\b)/iu,
    /^(?:so |and |please |excuse me,? )*where(?:'s| is| are) (?:the|my|our) (?:bathrooms?|toilets?|restrooms?|exit|remote|keys?|elevator|lift|kitchen|car|cat|dog|phone|light switch|party|wi-?fi|entrance|front desk|reception)\s?\?$/iu,
    /^(?:so |and |please )*(?:how many|which|what) (?:people|persons|chairs|students|books|windows|animals|things|items|objects|colou?rs|words) (?:are|do you see|can you see) (?:there |shown |visible |left )?(?:in|on|at|inside) (?:the|this|that) (?:room|house|box|bag|building|office|car|class|classroom|table|picture|image|photo|scene|wall|screen)\s?\?$/iu,
  ],
};
