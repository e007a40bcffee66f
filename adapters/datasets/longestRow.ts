/** Most UTF-16 code units of one row of a text file: how much a damaged file can make us keep. */
export const longestRow = 8 * 1024 * 1024;
