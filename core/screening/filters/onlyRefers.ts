/** What stands for a thing that is not there: an address, a file's name, a picture's place. */
const references =
  /\bhttps?:\/\/\S+|\bwww\.\S+|[[(<{]\s*(?:insert |see |attached |the )*(?:image|photo|picture|video|audio|file|attachment|pdf|document|recording|screenshot|link|bild|imagen|foto|vídeo|archivo|fichier|datei)s?\b[^\])>}\n]{0,120}[\])>}]|<(?:img|video|audio)\b[^>]*>|!\[[^\]]*\]\([^)]*\)|(?<![\p{L}\d.])[\p{L}\d_/\\:~. ()-]{0,120}?[\p{L}\d_()-]\.(?:xlsx?|csv|tsv|pdf|docx?|pptx?|odt|png|jpe?g|gif|heic|webp|tiff?|bmp|svg|mp[34]|m4a|wav|flac|ogg|mov|avi|mkv|webm|zip|parquet)(?![\p{L}\d])/giu;

/** Words beside a reference that add nothing to it. */
const filler =
  /\b(?:see|attached|attachment|enclosed|here|below|link|file|files|image|photo|picture|video|audio|document|and|the|in|at|uploaded|placeholder)\b|siehe|anhang|adjunto|ci-joint/giu;

/** What asks for the name or the address itself. */
const ofReferences =
  /\b(?:urls?|uris?|links?|domains?|addresses|address|file ?names?|names? of the files?|extensions?|paths?|protocols?|slugs?|hosts?|sub-?domains?|query string|https?|camel ?case|snake_case|regex|regular expression|characters?|shorten)\b/iu;

/** The reference that an input is, where it holds nothing besides; undefined where the instruction is about references themselves. */
export function onlyRefers(instruction: string, input: string): string | undefined {
  const given = input.trim();
  if (given === '' || given.length > 600 || ofReferences.test(instruction)) return undefined;
  const first = given.match(references)?.[0];
  if (first === undefined) return undefined;
  const left = given
    .replace(references, ' ')
    .replace(filler, ' ')
    .replace(/[^\p{L}\p{N}]/gu, '');
  return left.length <= 2 ? first.trim() : undefined;
}
