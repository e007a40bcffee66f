import { extname } from 'node:path';

/** Formats of documents. Those that need a parser of others are read in a process of its own. */
export type DocumentFormat = 'text' | 'markdown' | 'csv' | ParsedFormat;
export type ParsedFormat = 'html' | 'pdf' | 'docx';

const megabyte = 1024 * 1024;

const endings: Readonly<Record<string, DocumentFormat>> = {
  '.txt': 'text',
  '.text': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.pdf': 'pdf',
  '.docx': 'docx',
};

/** By the name's ending; undefined for what is no document. */
export function formatOf(name: string): DocumentFormat | undefined {
  return endings[extname(name).toLowerCase()];
}

export const knownEndings = Object.keys(endings);

export function isParsed(format: DocumentFormat): format is ParsedFormat {
  return format in largest;
}

/** Most bytes of a file that is held in memory whole; other formats are read as they come, and have no limit. */
export const largest: Readonly<Record<ParsedFormat, number>> = {
  pdf: 256 * megabyte,
  html: 32 * megabyte,
  docx: 64 * megabyte,
};
/** Most bytes of one part of a DOCX file, unpacked. */
export const largestPart = 48 * megabyte;

/** As people read it: "212 MB", "3 KB". */
export function sizeWords(bytes: number): string {
  if (bytes >= 1024 * megabyte) return `${(bytes / (1024 * megabyte)).toFixed(1)} GB`;
  return bytes >= megabyte ? `${Math.round(bytes / megabyte)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
