import { callKey } from './callKey';
import type { Inquiry } from './inquiry';
import type { TeacherAnswer, TeacherRequest } from './request';
import { isThoughtAlone } from './thinkingAllowance';

const usedUp =
  "The model's thinking used up all its tokens, and also those of a larger allowance: nothing was answered. Raise the endpoint's thinkingTokens, or have the model think less.";

/**
 * The same inquiry, in which a question whose answer was thinking alone, since that used up all tokens, is asked once more with a larger
 * allowance. Where that was too little as well, the answer is unusable, with the reason. Pure, as inquiries are: what was bought is read so.
 */
export function* withRoomToThink<Outcome>(inquiry: Inquiry<Outcome>): Inquiry<Outcome> {
  let step = inquiry.next();
  while (!step.done) {
    const requests = step.value;
    const answers = yield requests;
    const again = requests.map((request, index) => askAgain(request, answers[index]));
    const asked = again.filter((request) => request !== undefined);
    const given = (asked.length > 0 ? yield asked : []).values();
    step = inquiry.next(
      answers.map((answer, index) => {
        const request = again[index];
        return request ? toUsable(request, given.next().value ?? answer) : answer;
      }),
    );
  }
  return step.value;
}

function askAgain(request: TeacherRequest, answer: TeacherAnswer | undefined): TeacherRequest | undefined {
  const isAgain = request.thinkingAllowance === undefined && answer !== undefined && isThoughtAlone(answer);
  return isAgain ? { ...request, thinkingAllowance: 'larger' } : undefined;
}

function toUsable(request: TeacherRequest, answer: TeacherAnswer): TeacherAnswer {
  const bought = { ...answer, call: callKey(request) };
  return isThoughtAlone(answer)
    ? { ...bought, text: '', refusal: usedUp, unusable: answer.thinking ?? '' }
    : bought;
}
