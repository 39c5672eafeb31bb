import type { JSX } from 'preact';
import type { RunIndex } from '../report-data.js';
import { Badge } from './badge.js';
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
        <div class="scroll card" role="region" aria-label="Runs" tabIndex={0}>
          <table class="plain-table runs">
            <thead>
              <tr>
                <th scope="col">result</th>
                <th scope="col">run</th>
                <th scope="col">versions</th>
                <th scope="col">point of no return</th>
                <th scope="col">started</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.href}>
                  <td>
                    <Badge word={run.outcome} />
                  </td>
                  <th scope="row">
                    <a href={run.href}>
                      <Prose text={run.scenario} />
                    </a>
                    <p class="dim">
                      <Prose text={run.name} />, {count(run.stops, 'stop')}: <Prose text={run.line} />
                    </p>
                  </th>
                  <td class="nowrap">
                    <Prose text={`${run.versions.from} → ${run.versions.to}`} />
                    <p class="dim">
                      <Prose text={`etcd ${run.versions.etcd}`} />
                    </p>
                  </td>
                  <td>
                    <Prose text={run.pointOfNoReturn.join(' ')} />
                  </td>
                  <td class="nowrap">
                    <Prose text={run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </main>
    </>
  );
}
