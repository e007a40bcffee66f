import type { Verdict } from '../../../core/vocabulary/verdict';

const words: Readonly<Record<Verdict['verdict'], string>> = {
  approve: 'accepted',
  reject: 'rejected',
  edit: 'edited',
  unsure: 'unsure',
  withdrawn: 'open again',
};

/** "rejected: unclear" */
export function verdictWords({ verdict, reason }: Pick<Verdict, 'verdict' | 'reason'>): string {
  return words[verdict] + (reason ? `: ${reason}` : '');
}

/** "under 1 s", "8 s", "1 min 20 s" */
export function secondsWords(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
}

export function itemsWords(count: number, singular = 'item'): string {
  return `${count.toLocaleString('en')} ${singular}${count === 1 ? '' : 's'}`;
}
