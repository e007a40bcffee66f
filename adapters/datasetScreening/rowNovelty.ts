import type { DatasetRow } from '../../core/dataset/readers/datasetRow';
import type { Embed } from '../../core/foundations/embedding/embed';
import type { Recipe } from '../../core/recipe/schema';
import { checkNovelty, comparesMeanings } from '../../core/screening/checkNovelty';
import type { ScreenedRow } from '../../core/screening/datasetScreening/screenedRow';
import type { TaskScreening } from '../../core/screening/datasetScreening/screenTasks';
import { NoveltyPool } from '../../core/screening/novelty/noveltyPool';

/** Which of the rows that passed by themselves repeat one that was accepted. The earlier stays. */
export class RowNovelty {
  private readonly none = new NoveltyPool();
  private readonly accepted = new NoveltyPool();

  constructor(
    private readonly recipe: Recipe,
    private readonly embed: Embed,
  ) {}

  /** Remembers what an interrupted screening had accepted. */
  async restore(instruction: string): Promise<void> {
    const [vector] = comparesMeanings(this.recipe) ? await this.embed([instruction]) : [];
    this.accepted.add({ instruction, family: null, identity: null }, vector);
  }

  async decide(row: DatasetRow, screening: TaskScreening | undefined): Promise<ScreenedRow> {
    const place = { row: row.row, line: row.line ?? null, ...(row.file !== undefined && { file: row.file }) };
    if ('problem' in row || !screening) {
      const reason = 'problem' in row ? row.problem : null;
      return { ...place, state: 'unreadable', decidedBy: null, reason, scores: [] };
    }
    const { task } = row;
    const { kept, scores, ...decision } = screening;
    const described = {
      ...place,
      ...(task.id !== undefined && { id: task.id }),
      ...decision,
      instruction: task.instruction,
      instances: task.instances.map(({ input, output, turns }, index) => ({
        input,
        response: output,
        ...(turns && { turns: [...turns] }),
        kept: kept[index] ?? false,
      })),
      scores: [...scores],
    };
    if (decision.state !== 'accepted') return described;
    const member = { instruction: task.instruction, family: null, identity: null };
    const novelty = await checkNovelty(member, [this.none, this.accepted], this.recipe, this.embed);
    described.scores.push({ ...novelty, ...(novelty.evidence && { evidence: { ...novelty.evidence } }) });
    if (novelty.passed) return described;
    return { ...described, state: 'rejected', decidedBy: novelty.filter, reason: novelty.reason ?? null };
  }
}
