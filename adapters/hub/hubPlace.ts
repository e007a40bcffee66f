/** A dataset on a hub, and who asks for it. */
export interface HubPlace {
  /** "https://huggingface.co", or whoever speaks its language. */
  readonly url: string;
  readonly token: string;
  /** "owner/name". */
  readonly name: string;
}
