import { refusalStrategy } from '../../vocabulary/wantedRefusal';
import type { Strategy } from '../strategy';
import { planRefusals } from './planRefusals';
import { refusalRequestsInquiry } from './refusalRequestsInquiry';
import type { RefusalWork } from './work';

/** Requests per call: few, so that those of one call differ. */
export const requestsPerWork = 4;

/** Harmful requests, to be refused well: as large a share as `safety.refusals` says, whatever the other strategies divide. */
export const refuse: Strategy<RefusalWork> = {
  name: refusalStrategy,
  pairs: 'of harmful requests with good refusals',
  isUsual: false,
  asksFirst: true,
  declaresCell: false,
  steered: false,
  endless: false,

  shareOf: ({ safety }) => safety?.refusals ?? 0,
  candidatesPerWork: () => requestsPerWork,
  poolTexts: () => 'none',
  plan: (context, _knowledge, stretch) => planRefusals(context, stretch, requestsPerWork),
  inquiry: refusalRequestsInquiry,

  story: ({ attributes }) => attributes?.['category'] ?? '',
};
