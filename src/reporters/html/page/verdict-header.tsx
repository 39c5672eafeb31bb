import type { JSX } from 'preact';
import type { RunReport } from '../report-data.js';
import { Badge } from './badge.js';
import { Prose } from './text.js';
import { duration } from './words.js';

/** The first thing to read: what came of it, in one sentence. */
export function VerdictHeader({ report }: { readonly report: RunReport }): JSX.Element {
  const { versions, info, timeline, ending } = report;
  const facts: [string, string][] = [
    ['Kubernetes', `${versions.from} → ${versions.to}`],
    ['etcd', versions.etcd],
    ['stops', reached(report)],
    ['took', timeline.end === 0 ? 'not recorded' : duration(timeline.end)],
    ['started', info.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ['provider', info.provider],
  ];
  return (
    <header class={`verdict ${report.outcome}`}>
      <p class="scenario">
        <Prose text={report.scenario} />
      </p>
      <div class="verdict-line">
        <Badge word={report.outcome} />
        <h1>
          <Prose text={report.sentence} />
        </h1>
      </div>
      {ending.event !== 'completed' && (
        <p class="ending">
          <strong>{ENDINGS[ending.event]}</strong> <Prose text={ending.message} />
        </p>
      )}
      <dl class="facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              <Prose text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

const ENDINGS: Readonly<Record<Exclude<RunReport['ending']['event'], 'completed'>, string>> = {
  'step-failed': 'A step did not land.',
  interrupted: 'The run was interrupted.',
  broken: 'The run broke off: the harness or the machine failed.',
  unfinished: 'The run was killed; the journal has no end.',
};

function reached({ stops }: RunReport): string {
  const observed = stops.filter(({ state }) => state === 'observed').length;
  return observed === stops.length ? `${observed}` : `${observed} of ${stops.length} observed`;
}
