import { PassingError } from '../../core/foundations/failure/failure';
import { ModelProcess, type ModelProgram } from './modelProcess';

/** A model on this machine: located and loaded when first asked, and loaded again after its process broke. */
export class LocalModel<Item, Answer> {
  private process: Promise<ModelProcess<Item, Answer>> | undefined;
  private closed = false;

  /** @param locate Finds the model's files; it may take as long as a download. */
  constructor(
    private readonly name: string,
    private readonly locate: () => Promise<Omit<ModelProgram, 'name'>>,
  ) {}

  /** One answer for each item, in their order. */
  async ask(items: readonly Item[]): Promise<readonly Answer[]> {
    if (items.length === 0) return [];
    if (this.closed) throw new PassingError(`The ${this.name} has been closed.`);
    const process = await (this.process ??= this.start());
    return process.ask(items);
  }

  async close(): Promise<void> {
    this.closed = true;
    const process = await this.process?.catch(() => undefined); // never started: told to whoever asked
    await process?.end();
  }

  private async start(): Promise<ModelProcess<Item, Answer>> {
    const forget = (): void => void (this.process = undefined);
    try {
      const program = { name: this.name, ...(await this.locate()) };
      return await ModelProcess.start<Item, Answer>(program, forget);
    } catch (error) {
      forget();
      throw error;
    }
  }
}
