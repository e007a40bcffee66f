import type { Endpoint } from '../../core/teacher/endpoint';
import type { TeacherAnswer } from '../../core/teacher/request';
import { thinks } from '../../core/teacher/sentParameters';

/** Which models of an endpoint think before they answer: as its configuration says, else by their names, or since one was seen to. */
export class Thinkers {
  private readonly seen = new Set<string>();

  constructor(private readonly endpoint: Pick<Endpoint, 'thinks'>) {}

  has(model: string): boolean {
    return this.seen.has(model) || thinks(model, this.endpoint.thinks);
  }

  notice(model: string, { thinking, reasoningTokens = 0 }: TeacherAnswer): void {
    if (thinking !== undefined || reasoningTokens > 0) this.seen.add(model);
  }
}
