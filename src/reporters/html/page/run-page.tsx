import type { JSX } from 'preact';
import type { RunReport } from '../report-data.js';
import { Accepted } from './accepted.js';
import { Checked } from './checked.js';
import { Differences } from './differences.js';
import { Filled } from './filled.js';
import { Ladder } from './ladder.js';
import { Logs } from './logs.js';
import { Noise } from './noise.js';
import { NoReturn } from './no-return.js';
import { ObjectsSection } from './objects-section.js';
import { PageFrame, type PagePart } from './page-frame.js';
import { Repeat } from './repeat.js';
import { RollbackCost } from './rollback-cost.js';
import { SurfaceSection } from './surface-section.js';
import { TimelineSection } from './timeline-section.js';
import { VerdictHeader } from './verdict-header.js';
import { count } from './words.js';

/** One run, most important first. */
export function RunPage({ report }: { readonly report: RunReport }): JSX.Element {
  const { violation, inconclusive, note } = report.findings;
  const accepted = report.accepted.reduce((sum, { entries }) => sum + entries.length, 0);
  const costly = report.stops.filter(({ rollback }) => rollback.facts.length > 0);
  const parts: PagePart[] = [
    { id: 'ladder', title: 'The ladder', short: 'Ladder', body: <Ladder report={report} /> },
    { id: 'no-return', title: 'Point of no return', short: 'No return', body: <NoReturn report={report} /> },
    {
      id: 'checked',
      title: 'What was checked',
      short: 'Checked',
      body: (
        <>
          <Checked coverage={report.coverage} />
          <Filled shares={report.fieldShares} />
        </>
      ),
    },
    {
      id: 'violations',
      title: 'Violations',
      body: <Differences list={violation} stops={report.stops} none="Every guarantee that was checked held." />,
      info: count(violation.count, 'violation'),
    },
    {
      id: 'not-checked',
      title: 'What could not be checked',
      short: 'Not checked',
      body:
        inconclusive.count + report.notJudged.length === 0 ? null : (
          <Differences list={inconclusive} stops={report.stops} further={report.notJudged} />
        ),
      info: count(inconclusive.count + report.notJudged.length, 'check'),
    },
    {
      id: 'accepted',
      title: 'Accepted differences',
      short: 'Accepted',
      body:
        report.accepted.length + report.unmatched.length === 0 ? null : (
          <Accepted accepted={report.accepted} unmatched={report.unmatched} />
        ),
      info: count(accepted, 'difference'),
    },
    {
      id: 'notes',
      title: 'Notes',
      body: note.count === 0 ? null : <Differences list={note} stops={report.stops} folded />,
      info: count(note.count, 'note'),
    },
    {
      id: 'cost',
      title: 'What going back would cost',
      short: 'Going back',
      body: costly.length === 0 ? null : <RollbackCost stops={costly} from={report.versions.from} />,
      info: count(costly.length, 'stop'),
    },
    { id: 'timeline', title: 'Timeline', body: <TimelineSection timeline={report.timeline} stops={report.stops} /> },
    {
      id: 'surface',
      title: 'API surface',
      short: 'API',
      body: <SurfaceSection surface={report.surface} stops={report.stops} />,
    },
    { id: 'objects', title: 'Stored objects', short: 'Objects', body: <ObjectsSection stops={report.stops} /> },
    { id: 'logs', title: 'Logs at the moment that matters', short: 'Logs', body: <Logs logs={report.logs} /> },
    { id: 'noise', title: 'Noise', body: <Noise noise={report.noise} />, info: count(report.noise.length, 'place') },
    { id: 'repeat', title: 'Repeat it', short: 'Repeat', body: <Repeat report={report} /> },
  ];
  return (
    <PageFrame parts={parts}>
      <VerdictHeader report={report} />
    </PageFrame>
  );
}
