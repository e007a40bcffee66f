import type { TextStore } from '../../../../client/review/page/textStore';

/** A browser's store, with room for so many texts. */
export class MemoryTextStore implements TextStore {
  readonly texts = new Map<string, string>();
  max = Infinity;
  get length(): number {
    return this.texts.size;
  }
  key(index: number): string | null {
    return [...this.texts.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.texts.get(name) ?? null;
  }
  setItem(name: string, text: string): void {
    if (!this.texts.has(name) && this.texts.size >= this.max) throw new Error('QuotaExceededError');
    this.texts.set(name, text);
  }
  removeItem(name: string): void {
    this.texts.delete(name);
  }
}
