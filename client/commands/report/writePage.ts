import path from 'node:path';
import { writeWholeText } from '../../../adapters/files/wholeFile';
import { BiasAudits } from '../../../adapters/store/biasAudits';
import { CostStore } from '../../../adapters/store/costStore';
import { PageFigureStore } from '../../../adapters/store/pageFigures';
import { hashOf } from '../../../adapters/store/runStore';
import { reportPage } from '../../../core/run/report/page/reportPage';
import type { RunReport } from '../../../core/run/report/runReport';
import { costReport } from '../../../core/run/cost/costReport';
import type { RunStatus } from '../../../core/run/status';
import { identityOf } from '../../../core/vocabulary/runKey';
import { runTag } from '../../../core/vocabulary/runTag';
import type { Session } from '../../connection/session';
import { pageHtml } from './page/pageHtml';
import { makeFolder } from '../../../adapters/files/makeFolder';

/** Makes the page of a run that the figures of `status` and `report` belong to. */
export async function pageOfRun(
  { database, runs }: Session,
  { status, report, by }: { readonly status: RunStatus; readonly report: RunReport; readonly by: string },
): Promise<string> {
  const { runKey } = status;
  const { setup, materials } = await runs.load(runKey);
  const { recipe } = setup;
  const counts = await new CostStore(database).counts(runKey);
  const figures = await new PageFigureStore(database).figures(runKey, recipe.seed);
  const bias = await new BiasAudits(database).newest(runKey);
  return pageHtml(
    reportPage({
      ...{ status, report, recipe, figures, bias, cost: costReport(counts), costLines: counts.lines },
      made: {
        at: new Date().toISOString(),
        by,
        recipeHash: hashOf(recipe),
        seeds: materials.seeds.length,
        sources: materials.sources.length,
      },
    }),
  );
}

/** Where a run's page goes if nobody says: beside the workspace's datasets, under a name that no other run has. */
export function usualPagePath(runKey: string, workspace: string): string {
  const name = identityOf(runKey)
    .workflowId.replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '_');
  return path.join(workspace, 'reports', `${name}-${runTag(runKey)}.html`);
}

/** Writes a file whole or not at all. */
export async function writePage(file: string, html: string, makesFolder: boolean): Promise<void> {
  if (makesFolder) await makeFolder(path.dirname(file));
  await writeWholeText(file, html);
}
