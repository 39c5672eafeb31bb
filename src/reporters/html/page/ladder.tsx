import type { JSX } from 'preact';
import type { RunReport, StopView } from '../report-data.js';
import { Badge } from './badge.js';
import { LadderStep, levelHeight } from './ladder-step.js';
import { halfwayName, levelsOf, type Level } from './levels.js';
import { count, digits, duration, transitionWords } from './words.js';

type Row = [string, (stop: StopView) => JSX.Element | string];

/** The stops as a picture: a column a stop, its height the version that it acts as. */
export function Ladder({ report }: { readonly report: RunReport }): JSX.Element {
  const { stops, versions } = report;
  const levels = levelsOf(stops);
  const heightOf = (name: string) => levels.find(({ stops: names }) => names.includes(name))?.height;
  const heights = stops.map(({ name }) => heightOf(name)!);
  const edges = new Map(
    (['lossy', 'impossible'] as const).flatMap((outcome) => {
      const first = stops.find(({ rollback }) => rollback.outcome === outcome);
      return first ? [[first.name, outcome]] : [];
    }),
  );
  const rows: Row[] = [
    ['replacing took', (stop) => (stop.transitionMs === null ? '–' : duration(stop.transitionMs))],
    ['API away', (stop) => (stop.apiAwayMs === null ? '–' : duration(stop.apiAwayMs))],
    [`back to ${versions.from}`, rollbackCell],
    ...(stops.some(({ faults }) => faults > 0) ? [['faults', faultsCell] satisfies Row] : []),
    ['found', foundCell],
  ];
  return (
    <div class="scroll card" role="region" aria-label="The ladder" tabIndex={0}>
      <table class="ladder" style={{ minWidth: `${172 + stops.length * 92}px` }}>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">What</span>
            </th>
            {stops.map((stop) => (
              <th scope="col" key={stop.name} class={stop.state === 'observed' ? '' : 'dim'}>
                <span class="number">{String(stop.index).padStart(2, '0')}</span> {transitionWords(stop.transition)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr class="picture">
            <th scope="row">
              <span class="unseen">version</span>
              <Levels levels={levels} />
            </th>
            {stops.map((stop, at) => (
              <LadderStep
                key={stop.name}
                stop={stop}
                levels={levels.length}
                before={heights[at - 1]}
                halfway={heightOf(halfwayName(stop.name))}
                here={heights[at]!}
                after={stops[at + 1] && (heightOf(halfwayName(stops[at + 1]!.name)) ?? heights[at + 1])}
                edge={edges.get(stop.name) ?? null}
              />
            ))}
          </tr>
          {rows.map(([name, cell]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {stops.map((stop) => (
                <td key={stop.name}>{cell(stop)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Levels({ levels }: { readonly levels: readonly Level[] }): JSX.Element {
  return (
    <div class="levels" aria-hidden="true" style={{ height: `${levels.length * levelHeight}px` }}>
      {levels.toReversed().map(({ version }) => (
        <div key={JSON.stringify(version)}>
          <strong>{version.binary}</strong>
          <span>
            as {version.emulated}, min {version.minCompatibility}
          </span>
        </div>
      ))}
    </div>
  );
}

function rollbackCell({ state, rollback }: StopView): JSX.Element {
  if (state !== 'observed') return <span class="dim">{state}</span>;
  const facts = rollback.facts.length + rollback.left;
  return (
    <>
      <Badge word={rollback.outcome} />
      {facts > 0 && (
        <a class="small" href="#cost">
          {count(facts, 'fact')}
        </a>
      )}
    </>
  );
}

function faultsCell({ faults, halfway }: StopView): JSX.Element {
  if (faults === 0 && !halfway) return <span class="dim">none</span>;
  return (
    <>
      {faults > 0 && <a href="#timeline">{count(faults, 'fault')}</a>}
      {halfway && <p>{`${transitionWords(halfway.transition)} left half-way`}</p>}
    </>
  );
}

function foundCell({ state, violations, inconclusive, notes }: StopView): JSX.Element {
  if (violations + inconclusive + notes === 0 && state !== 'observed') return <span class="dim">–</span>;
  if (violations + inconclusive + notes === 0) return <span class="dim">nothing</span>;
  return (
    <ul class="found">
      {violations > 0 && (
        <li class="bad">
          <a href="#violations">{digits(violations)} broken</a>
        </li>
      )}
      {inconclusive > 0 && (
        <li class="warn">
          <a href="#not-checked">{digits(inconclusive)} unknown</a>
        </li>
      )}
      {notes > 0 && (
        <li>
          <a href="#notes">{count(notes, 'note')}</a>
        </li>
      )}
    </ul>
  );
}
