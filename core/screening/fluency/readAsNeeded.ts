import type { TextToAssess } from './assessFluency';
import { decisiveGain, deviation, type FluencyCalibration } from './calibration';
import { exchanges, wordsToTry } from './exchanges';
import { fewTogether } from './fewTogether';
import { brokenByRule } from './fluencyFeatures';
import { insertions } from './insertions';
import type { LogProbabilities, TokenProbability } from './languageModel';
import { measuredOf, type Measured } from './measuredOf';
import type { Repair } from './repair';
import { repairGain } from './repairGain';

/** In standard deviations; more than what rounding may add. */
const justShort = 1e-6;
/** Repairs of a text that are read together, before it is seen whether they were enough. */
const repairsTogether = 2;

/**
 * The figures of texts as far as their verdict takes: nothing is read of those that a rule found broken, and repairs only where they can
 * change the verdict, the most promising first, until one has. What was not read counts as usual, or as less where that would reject.
 * Undefined for what was not read, and for a text without tokens.
 */
export async function readAsNeeded(
  texts: readonly TextToAssess[],
  logProbabilities: LogProbabilities,
  withRepairs: boolean,
  calibration: FluencyCalibration,
): Promise<readonly (Measured | undefined)[]> {
  const measured = new Map<TextToAssess, Measured>();
  const sound = texts.filter(({ text }) => brokenByRule(text) === undefined);
  for (const some of fewTogether(sound)) {
    const figures = await logProbabilities(
      some.map(({ context, text }) => ({
        context,
        text,
        ...(withRepairs ? { alternatives: wordsToTry(text) } : {}),
      })),
    );
    const readings = some.flatMap((text, index) => {
      const reading = Reading.begin(text, figures[index]!, withRepairs, calibration);
      return reading ? [reading] : [];
    });
    for (let open = readings; open.length > 0; open = open.filter((reading) => reading.next.length > 0)) {
      const asked = open.map((reading) => reading.next);
      const told = await logProbabilities(
        open.flatMap(({ text: { context, text } }, index) =>
          asked[index]!.map((repair) => ({ context, text: repair.text, versionOf: text })),
        ),
      );
      let from = 0;
      open.forEach((reading, index) => {
        const repairs = asked[index]!;
        reading.take(repairs, told.slice(from, (from += repairs.length)));
      });
    }
    for (const reading of readings) measured.set(reading.text, reading.measured);
  }
  return texts.map((text) => measured.get(text));
}

/** How far one text was read. */
class Reading {
  private readonly read: { readonly kind: Repair['kind']; readonly gain: number }[] = [];

  private constructor(
    readonly text: TextToAssess,
    private readonly figures: readonly TokenProbability[],
    private readonly plain: Measured,
    /** Those that can change the verdict and were not read, the most promising first. */
    private unread: readonly Repair[],
    /** What the repairs that need no reading count as. */
    private readonly assumed: Pick<Measured, Repair['kind']>,
    private readonly calibration: FluencyCalibration,
  ) {}

  static begin(
    text: TextToAssess,
    figures: readonly TokenProbability[],
    withRepairs: boolean,
    calibration: FluencyCalibration,
  ): Reading | undefined {
    const plain = measuredOf(text.language, figures);
    if (plain === undefined) return undefined;
    const promising: { readonly repair: Repair; readonly margin: number }[] = [];
    const assumed: { [Kind in Repair['kind']]?: number } = {};
    for (const repair of withRepairs
      ? [...exchanges(text.text, figures), ...insertions(text.text, figures)]
      : []) {
      const gain = decisiveGain(plain, repair.kind, calibration);
      if (gain === undefined) continue;
      assumed[repair.kind] = Math.min(gain.usual, gain.decisive - justShort * gain.spread);
      const margin = (repair.mostGain - gain.decisive) / gain.spread;
      if (margin > 0) promising.push({ repair, margin });
    }
    promising.sort((one, other) => other.margin - one.margin);
    const { exchange, insertion } = assumed;
    return new Reading(
      text,
      figures,
      plain,
      promising.map(({ repair }) => repair),
      { exchange, insertion },
      calibration,
    );
  }

  /** The repairs to be read next; none once the verdict is known. */
  get next(): readonly Repair[] {
    const { score } = deviation(this.measured, this.calibration.usual) ?? { score: -Infinity };
    return score > this.calibration.threshold ? [] : this.unread.slice(0, repairsTogether);
  }

  take(repairs: readonly Repair[], told: readonly (readonly TokenProbability[])[]): void {
    repairs.forEach(({ kind }, index) =>
      this.read.push({ kind, gain: repairGain(this.figures, [told[index]!])! }),
    );
    this.unread = this.unread.filter((repair) => !repairs.includes(repair));
  }

  get measured(): Measured {
    const best = (kind: Repair['kind']): number | undefined => {
      const gains = this.read.filter((one) => one.kind === kind).map(({ gain }) => gain);
      const assumed = this.assumed[kind];
      return assumed === undefined ? undefined : Math.max(assumed, ...gains);
    };
    return { ...this.plain, exchange: best('exchange'), insertion: best('insertion') };
  }
}
