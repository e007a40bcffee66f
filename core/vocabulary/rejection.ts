/** A pair that people rejected. */
export interface Rejection {
  readonly instruction: string;
  readonly reason: string | null;
}
