import type { SectionOf } from '../pageFigures';
import type { Section, Table } from '../section';

/** Lines of a table. */
const mostVersions = 40;

/** Which versions of prompts were in use, and what each yielded; strategies and operators beside them. */
export const promptsSection: SectionOf<Section> = ({ report }) => {
  const versions = report.prompts.flatMap((prompt) => prompt.versions);
  const strategies = report.strategies.filter(({ proposed }) => proposed > 0);
  if (versions.length === 0 && strategies.length === 0) return undefined;
  const tables: (Table & { title: string })[] = [
    {
      title: 'Strategies',
      columns: [
        { title: 'strategy', kind: 'text' },
        { title: 'proposed', kind: 'count' },
        { title: 'accepted', kind: 'count' },
        { title: 'yield', kind: 'share' },
        { title: 'share', kind: 'share' },
        { title: 'wanted', kind: 'share' },
      ],
      rows: strategies
        .slice(0, mostVersions)
        .map((line) => [
          ...[line.strategy, line.proposed, line.accepted, line.yield, line.share],
          line.wanted,
        ]),
    },
    {
      title: 'Prompt versions',
      columns: [
        { title: 'prompt', kind: 'text' },
        { title: 'candidates', kind: 'count' },
        { title: 'accepted', kind: 'count' },
        { title: 'yield', kind: 'share' },
        { title: '95 %, from', kind: 'share' },
        { title: 'to', kind: 'share' },
        { title: 'tokens a pair', kind: 'count' },
        { title: 'similarity', kind: 'decimal' },
        { title: 'judge', kind: 'decimal' },
      ],
      rows: versions
        .slice(0, mostVersions)
        .map((line) => [
          ...[line.prompt, line.proposed, line.accepted, line.yield],
          ...(line.decided === 0 ? [null, null] : line.interval),
          ...[line.tokensPerAccepted, line.similarity, line.quality],
        ]),
      leftOut: Math.max(0, versions.length - mostVersions),
    },
    {
      title: 'Operators',
      columns: [
        { title: 'operator', kind: 'text' },
        { title: 'tried', kind: 'count' },
        { title: 'passed', kind: 'count' },
        { title: 'failed', kind: 'count' },
        { title: 'accepted', kind: 'count' },
      ],
      rows: report.operators
        .slice(0, mostVersions)
        .map(({ operator, tried, passed, failed, accepted }) => [
          ...[operator, tried, passed, failed, accepted],
        ]),
    },
  ];
  return {
    id: 'prompts',
    title: 'Strategies and prompt versions',
    says: [],
    tables: tables.filter(({ rows }) => rows.length > 0),
  };
};
