/** The package brings no types of its own. */
declare module 'indefinite' {
  export default function indefinite(phrase: string, options?: { articleOnly?: boolean }): string;
}
