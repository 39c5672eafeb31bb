import type { JSX } from 'preact';
import type { RunIndex } from '../report-data.js';
import { Badge } from './badge.js';
import { DataTable } from './data-table.js';
import { Prose } from './text.js';
import { ThemeToggle } from './theme-toggle.js';
import { count } from './words.js';

/** Several runs, a line each. */
export function IndexPage({ runs, missing }: Omit<RunIndex, 'type'>): JSX.Element {
  const passed = runs.filter(({ outcome }) => outcome === 'pass').length;
  return (
    <>
      <div class="bar">
        <div class="bar-inner">
          <ul />
          <ThemeToggle />
        </div>
      </div>
      <main>
        <header class="verdict list">
          <h1>
            {count(runs.length, 'rehearsal')}, {passed} passed
          </h1>
          {missing.length > 0 && (
            <ul class="further">
              {missing.map((sentence) => (
                <li key={sentence}>
                  <Prose text={sentence} />
                </li>
              ))}
            </ul>
          )}
        </header>
        <DataTable
          label="Runs"
          box="card"
          table="runs"
          rows={runs}
          columns={[
            { title: 'result', cell: ({ outcome }) => <Badge word={outcome} /> },
            {
              title: 'run',
              kind: 'name',
              cell: ({ href, scenario, name, stops, line }) => (
                <>
                  <a href={href}>
                    <Prose text={scenario} />
                  </a>
                  <p class="dim">
                    <Prose text={name} />, {count(stops, 'stop')}: <Prose text={line} />
                  </p>
                </>
              ),
            },
            {
              title: 'versions',
              kind: 'nowrap',
              cell: ({ versions: { from, to, etcd } }) => (
                <>
                  <Prose text={`${from} → ${to}`} />
                  <p class="dim">
                    <Prose text={`etcd ${etcd}`} />
                  </p>
                </>
              ),
            },
            {
              title: 'point of no return',
              cell: ({ pointOfNoReturn }) => <Prose text={pointOfNoReturn.join(' ')} />,
            },
            {
              title: 'started',
              kind: 'nowrap',
              cell: ({ startedAt }) => <Prose text={startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')} />,
            },
          ]}
        />
      </main>
    </>
  );
}
