/** What recipes, runs and endpoints may be called: it is part of files' names, addresses and commands. */
export const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** The same in words, after what it is of. */
export const plainNameRule =
  'must be at most 100 of the letters a to z, digits, ".", "_" or "-", the first one a letter or digit';
