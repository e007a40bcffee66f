import { decideByCheck } from '../../core/screening/decideByCheck';
import type { Stage } from '../../core/run/stages/stage';
import { callKey } from '../../core/teacher/callKey';
import type { Inquiry } from '../../core/teacher/inquiry';
import type { TeacherRequest } from '../../core/teacher/request';

interface Checked {
  readonly answer: string;
  readonly call: string;
}

/** A filter that asks the teacher: whether a pair states what is false. One file, and one line in the registry of stages. */
export const factCheck: Stage<Checked> = {
  of: 'pair',
  asksAre: 'Fact checks',
  isAlwaysRead: false,
  open({ setup: { roles } }, { candidates }) {
    const pairs = candidates.flatMap(({ ordinal, instruction, responses }) =>
      responses
        .filter(({ kept }) => kept)
        .map(({ response, text }) => ({ ordinal, response, text: `${instruction}\n\n${text}` })),
    );
    return {
      asks: pairs.map(({ ordinal, text }) => ({
        order: ordinal,
        endpoint: roles.judge.endpoint,
        inquiry: () => ask(roles.judge, text),
      })),
      settle: (outcomes) => {
        const said = pairs.map((pair, index) => ({ ...pair, outcome: outcomes[index] }));
        const changes = [...new Set(pairs.map(({ ordinal }) => ordinal))].map((ordinal) =>
          decideByCheck(
            'factCheck',
            ordinal,
            said
              .filter((one) => one.ordinal === ordinal)
              .map(({ response, outcome }) => read(response, outcome)),
          ),
        );
        return { kind: 'changes', changes };
      },
    };
  },
};

function* ask({ endpoint, model }: { endpoint: string; model: string }, text: string): Inquiry<Checked> {
  const content = `Is everything true that this says? Answer "true" or "false".\n\n${text}`;
  const request: TeacherRequest = {
    ...{ role: 'judge', endpoint, model, parameters: { temperature: 0, max_tokens: 8 }, sample: '0' },
    prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
  };
  const [answer] = yield [request];
  return { answer: answer?.text ?? '', call: callKey(request) };
}

function read(response: number, outcome: Checked | undefined) {
  if (!outcome) return { response, result: undefined };
  const { answer, call } = outcome;
  const common = { filter: 'factCheck', version: 1, evidence: { call } };
  if (answer === 'true') return { response, result: { ...common, passed: true } };
  const reason = answer === 'false' ? 'it states what is false' : 'the fact check could not be read';
  const result = { ...common, passed: false, reason };
  return answer === 'false' ? { response, result } : { response, result, unreadable: reason };
}
