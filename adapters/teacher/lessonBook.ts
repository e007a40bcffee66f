import { isNew, withLesson, type Lesson, type Lessons } from '../../core/teacher/lessons';

/** What refusals taught of an endpoint's models. */
export class LessonBook {
  private readonly lessons: Map<string, Lessons>;

  /** @param onLearned told of each lesson, once. */
  constructor(
    known: ReadonlyMap<string, Lessons> = new Map(),
    private readonly onLearned: (model: string, lesson: Lesson, said: string) => void = () => undefined,
  ) {
    this.lessons = new Map(known);
  }

  of(model: string): Lessons {
    return this.lessons.get(model) ?? {};
  }

  /** @param said what the endpoint said, free of keys. */
  learn(model: string, lesson: Lesson, said: string): void {
    const known = this.of(model);
    if (!isNew(known, lesson)) return; // another request was refused for the same reason meanwhile
    this.lessons.set(model, withLesson(known, lesson));
    this.onLearned(model, lesson, said);
  }
}
