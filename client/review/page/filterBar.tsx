import { showChoices, type Filters, type Show } from './filters';
import { failedFilters, type Workbench } from './workbench';

const showWords: Readonly<Record<Show, string>> = {
  all: 'All',
  todo: 'To do',
  mine: 'Decided by me',
  unsure: 'Unsure',
  flagged: 'Flagged',
  conflicts: 'In conflict',
};

/** Which pairs are browsed. */
export function FilterBar({ bench }: { readonly bench: Workbench }) {
  const filters = bench.filters.value;
  const choose = (change: Partial<Filters>): void => {
    bench.filters.value = { ...filters, ...change };
    bench.go(bench.nextToDo(0) ?? bench.browsed.value[0]?.item ?? null);
  };
  const cells = distinct(bench.items.map(({ cell }) => cell));
  const strategies = distinct(bench.items.map(({ strategy }) => strategy));
  const samplers = distinct(bench.view.value.revealed.map(({ drawnBy }) => drawnBy));
  const failed = distinct([...bench.evidence.value.values()].flatMap(failedFilters));
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>Show</span>
        <select
          value={filters.show}
          onChange={(event) => choose({ show: event.currentTarget.value as Show })}
        >
          {showChoices.map((show) => (
            <option key={show} value={show}>
              {showWords[show]}
            </option>
          ))}
        </select>
      </label>
      <Choice title="Cell" value={filters.cell} values={cells} choose={(cell) => choose({ cell })} />
      <Choice
        title="Strategy"
        value={filters.strategy}
        values={strategies}
        choose={(strategy) => choose({ strategy })}
      />
      <Choice
        title="Drawn by, once decided"
        value={filters.sampler}
        values={samplers}
        choose={(sampler) => choose({ sampler })}
      />
      <Choice
        title="Failed filter, once seen"
        value={filters.failed}
        values={failed}
        choose={(name) => choose({ failed: name })}
      />
    </form>
  );
}

function Choice(props: {
  readonly title: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly choose: (value: string) => void;
}) {
  return (
    <label>
      <span>{props.title}</span>
      <select
        value={props.value}
        disabled={props.values.length === 0}
        onChange={(event) => props.choose(event.currentTarget.value)}
      >
        <option value="">Any</option>
        {props.values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value): value is string => value !== null && value !== ''))].sort();
}
