/**
 * Words that carry nothing by themselves, in English. An instruction that adds only such words asks for nothing more, and a response
 * of them says nothing.
 */
export const stopWords: ReadonlySet<string> = new Set(
  (
    "a about above after again against all also am an and any are aren't as at be because been before being below between both but by can cannot could " +
    "couldn't did didn't do does doesn't doing don't down during each few for from further had has have having he her here hers him his how i if in into is " +
    "isn't it its itself just me more most my myself no nor not now of off on once only or other our ours out over own please same she should so some such " +
    'than that the their theirs them then there these they this those through to too under until up very was we well were what when where which while who ' +
    "whom why will with would yes you you're your yours yourself"
  ).split(' '),
);
