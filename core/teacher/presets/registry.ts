import { anthropic } from './anthropic';
import { azure } from './azure';
import { deepseek } from './deepseek';
import { fireworks } from './fireworks';
import { gemini } from './gemini';
import { generic } from './generic';
import { groq } from './groq';
import { llamacpp } from './llamacpp';
import { lmstudio } from './lmstudio';
import { mistral } from './mistral';
import { ollama } from './ollama';
import { openai } from './openai';
import { openrouter } from './openrouter';
import type { Preset } from './preset';
import { sglang } from './sglang';
import { together } from './together';
import { vllm } from './vllm';

/** Every preset, by the name that the configuration says. */
export const presets = {
  openai,
  azure,
  anthropic,
  gemini,
  mistral,
  groq,
  deepseek,
  openrouter,
  together,
  fireworks,
  vllm,
  sglang,
  ollama,
  lmstudio,
  llamacpp,
  generic,
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

/** The preset of a service that its address names for certain; else the one of which nothing is known. A port tells nothing. */
export function presetOfHost(hostname: string): PresetName {
  const host = hostname.toLowerCase();
  const isOf = (name: PresetName): boolean =>
    presetOf(name).hosts.some((known) => (known.startsWith('.') ? host.endsWith(known) : host === known));
  return presetNames.find(isOf) ?? 'generic';
}

export function presetOf(name: PresetName): Preset {
  return presets[name];
}
