import { arithmetic } from './arithmetic';
import { needsWorldByMeaning, personalQuestionByMeaning } from './askedMeaning';
import { blockedPrefix } from './blockedPrefix';
import { blocklist } from './blocklist';
import { chatter } from './chatter';
import { codeBlocks } from './codeBlocks';
import { compression } from './compression';
import { consistency } from './consistency';
import { contamination, contaminationByMeaning, instructionContamination } from './contamination';
import { copiedExample } from './copiedExample';
import { countConstraints } from './countConstraints';
import { doubtfulTask } from './doubtfulTask';
import { echo } from './echo';
import { encoding, instructionEncoding } from './encoding';
import { evolvedResponse } from './evolvedResponse';
import { firstCharacter } from './firstCharacter';
import { fluency } from './fluency';
import { followingDifficulty } from './followingDifficulty';
import { grounded } from './grounded';
import { instance } from './instance';
import { instructionLength } from './instructionLength';
import { json } from './jsonFilter';
import { instructionLanguage, responseLanguage } from './languageFilter';
import { learned } from './learned';
import { instructionPersonalData, personalData } from './personalData';
import { missingInput, needsWorld } from './needsWorld';
import { personalQuestion } from './personalQuestion';
import { placeholder } from './placeholder';
import { instructionProfanity, profanity } from './profanity';
import { instructionPromptLeakage, promptLeakage } from './promptLeakage';
import { boilerplate, refusal } from './refusal';
import { refusalMeaning } from './refusalMeaning';
import { runsCode } from './runsCode';
import { relevanceFilter } from './relevance';
import { repetitionFilter } from './repetition';
import { responseTokens, responseWords } from './responseLength';
import { injection, moderation, safe, safeInstruction } from './safe';
import { stereotype } from './stereotype';
import { truncation } from './truncation';
import { urls } from './urls';
import { instructionText, responseText } from './wordLists';
import { workedSteps } from './workedSteps';

/**
 * Every filter of ours: of those that need the same, the first one here is asked first. A new one is a file of this folder, and a line
 * here; runs, `screen`, `rescreen`, `calibrate`, the recipe's schema and its documentation read this list.
 */
export const filters = [
  instructionLength,
  firstCharacter,
  blockedPrefix,
  blocklist,
  instructionText,
  personalQuestion,
  needsWorld,
  doubtfulTask,
  safeInstruction,
  injection,
  instructionPromptLeakage,
  instructionEncoding,
  instructionPersonalData,
  instructionProfanity,
  instructionLanguage,
  instructionContamination,
  contaminationByMeaning,
  personalQuestionByMeaning,
  needsWorldByMeaning,

  instance,
  missingInput,
  evolvedResponse,
  truncation,
  repetitionFilter,
  compression,
  echo,
  responseWords,
  responseText,
  safe,
  refusal,
  boilerplate,
  chatter,
  promptLeakage,
  copiedExample,
  placeholder,
  encoding,
  urls,
  personalData,
  profanity,
  stereotype,
  responseTokens,
  countConstraints,
  workedSteps,
  arithmetic,
  json,
  codeBlocks,
  consistency,
  responseLanguage,
  contamination,
  relevanceFilter,
  grounded,
  runsCode,
  refusalMeaning,
  fluency,
  followingDifficulty,
  learned,
  moderation,
] as const;
