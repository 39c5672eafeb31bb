import type { JSX } from 'preact';
import type { RunReport } from '../report-data.js';
import { Accepted } from './accepted.js';
import { Checked } from './checked.js';
import { Differences } from './differences.js';
import { Ladder } from './ladder.js';
import { Logs } from './logs.js';
import { Noise } from './noise.js';
import { NoReturn } from './no-return.js';
import { ObjectsSection } from './objects-section.js';
import { Repeat } from './repeat.js';
import { RollbackCost } from './rollback-cost.js';
import { Section } from './section.js';
import { SurfaceSection } from './surface-section.js';
import { ThemeToggle } from './theme-toggle.js';
import { TimelineSection } from './timeline-section.js';
import { VerdictHeader } from './verdict-header.js';
import { count } from './words.js';

/** Titles as the bar on top has room for them. */
const SHORT: Readonly<Record<string, string>> = {
  ladder: 'Ladder',
  'no-return': 'No return',
  checked: 'Checked',
  'not-checked': 'Not checked',
  accepted: 'Accepted',
  cost: 'Going back',
  surface: 'API',
  objects: 'Objects',
  logs: 'Logs',
  repeat: 'Repeat',
};

/** One run, most important first. */
export function RunPage({ report }: { readonly report: RunReport }): JSX.Element {
  const { violation, inconclusive, note } = report.findings;
  const accepted = report.accepted.reduce((sum, { entries }) => sum + entries.length, 0);
  const costly = report.stops.filter(({ rollback }) => rollback.facts.length > 0);
  const sections: [id: string, title: string, body: JSX.Element | null, info?: string][] = [
    ['ladder', 'The ladder', <Ladder report={report} />],
    ['no-return', 'Point of no return', <NoReturn report={report} />],
    ['checked', 'What was checked', <Checked coverage={report.coverage} />],
    [
      'violations',
      'Violations',
      <Differences list={violation} stops={report.stops} none="Every guarantee that was checked held." />,
      count(violation.count, 'violation'),
    ],
    [
      'not-checked',
      'What could not be checked',
      inconclusive.count + report.notJudged.length === 0 ? null : (
        <Differences list={inconclusive} stops={report.stops} further={report.notJudged} />
      ),
      count(inconclusive.count + report.notJudged.length, 'check'),
    ],
    [
      'accepted',
      'Accepted differences',
      report.accepted.length + report.unmatched.length === 0 ? null : (
        <Accepted accepted={report.accepted} unmatched={report.unmatched} />
      ),
      count(accepted, 'difference'),
    ],
    [
      'notes',
      'Notes',
      note.count === 0 ? null : <Differences list={note} stops={report.stops} folded />,
      count(note.count, 'note'),
    ],
    [
      'cost',
      'What going back would cost',
      costly.length === 0 ? null : <RollbackCost stops={costly} from={report.versions.from} />,
      count(costly.length, 'stop'),
    ],
    ['timeline', 'Timeline', <TimelineSection timeline={report.timeline} stops={report.stops} />],
    ['surface', 'API surface', <SurfaceSection surface={report.surface} stops={report.stops} />],
    ['objects', 'Stored objects', <ObjectsSection stops={report.stops} />],
    ['logs', 'Logs at the moment that matters', <Logs logs={report.logs} />],
    ['noise', 'Noise', <Noise noise={report.noise} />, count(report.noise.length, 'place')],
    ['repeat', 'Repeat it', <Repeat report={report} />],
  ];
  const shown = sections.filter(([, , body]) => body !== null);
  return (
    <>
      <a class="skip" href="#ladder">
        Skip to the ladder
      </a>
      <div class="bar">
        <nav class="bar-inner" aria-label="Sections">
          <ul>
            {shown.map(([id, title]) => (
              <li key={id}>
                <a href={`#${id}`}>{SHORT[id] ?? title}</a>
              </li>
            ))}
          </ul>
          <ThemeToggle />
        </nav>
      </div>
      <main>
        <VerdictHeader report={report} />
        {shown.map(([id, title, body, info]) => (
          <Section key={id} id={id} title={title} info={info}>
            {body}
          </Section>
        ))}
      </main>
    </>
  );
}
