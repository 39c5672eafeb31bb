import type { JSX } from 'preact';
import type { Severity } from '../../../model/guarantee.js';
import type { ComparisonPage, FindingList } from '../report-data.js';
import { Badge } from './badge.js';
import { ComparedStops } from './compared-stops.js';
import { Differences } from './differences.js';
import { Fact } from './fact.js';
import { Fold } from './fold.js';
import { PageFrame, type PagePart } from './page-frame.js';
import { Paged } from './paged.js';
import { PairTable } from './pair-table.js';
import { Name, Prose } from './text.js';
import { count, digits, duration } from './words.js';

/** Two runs side by side: A, the earlier one, and B. */
export function ComparisonView({ page }: { readonly page: ComparisonPage }): JSX.Element {
  const { inputs, stops, findings, accepted, costs, coverage, times } = page;
  const changed = stops.filter(({ differs }) => differs).length;
  const parts: PagePart[] = [
    {
      id: 'made-with',
      title: 'Made with',
      body:
        inputs.length === 0 ? (
          <p class="empty">The same scenario, versions, seed, provider and programs.</p>
        ) : (
          <PairTable label="What the runs were made with" rows={inputs} />
        ),
      info: count(inputs.length, 'difference'),
    },
    { id: 'stops', title: 'Stops', body: <ComparedStops stops={stops} />, info: `${digits(changed)} differ` },
    ...findings.map(({ severity, appeared, gone, same, otherValues }) => ({
      id: severity,
      title: TITLES[severity],
      short: SHORT[severity],
      body: <FoundOnce appeared={appeared} gone={gone} />,
      info: `${digits(same)} in both${otherValues === 0 ? '' : `, ${digits(otherValues)} of them with other values`}`,
    })),
    {
      id: 'accepted',
      title: 'Accepted differences',
      short: 'Accepted',
      body: <Accepted accepted={accepted} />,
      info: `${digits(accepted.same)} in both`,
    },
    {
      id: 'cost',
      title: 'What going back would cost',
      short: 'Going back',
      body:
        costs.length === 0 ? (
          <p class="empty">The same at every stop.</p>
        ) : (
          <>
            {costs.map(({ step, appeared, gone, same, left }) => (
              <Fold key={step} class="group card" title={<Title step={step} same={same} />}>
                <Only side="B">{appeared.length > 0 && <Facts facts={appeared} />}</Only>
                <Only side="A">{gone.length > 0 && <Facts facts={gone} />}</Only>
                {left > 0 && <p class="dim">{count(left, 'more fact')} in the runs' verdict.json.</p>}
              </Fold>
            ))}
          </>
        ),
    },
    {
      id: 'checked',
      title: 'Number of things checked',
      short: 'Checked',
      body:
        coverage.length === 0 ? (
          <p class="empty">Each guarantee looked at the same number of things.</p>
        ) : (
          <PairTable
            label="Number of things checked"
            rows={coverage.map(({ guarantee, before, after }) => ({
              what: guarantee,
              before: digits(before),
              after: digits(after),
            }))}
          />
        ),
    },
    {
      id: 'times',
      title: 'Times',
      body: (
        <PairTable
          label="Times"
          rows={times.map(({ what, before, after }) => ({
            what,
            before: before === null ? '–' : duration(before),
            after: after === null ? '–' : duration(after),
          }))}
        />
      ),
    },
  ];
  return (
    <PageFrame parts={parts}>
      <Head page={page} />
    </PageFrame>
  );
}

const TITLES: Readonly<Record<Severity, string>> = {
  violation: 'Violations',
  inconclusive: 'What could not be checked',
  note: 'Notes',
};
const SHORT: Readonly<Record<Severity, string>> = {
  violation: 'Violations',
  inconclusive: 'Not checked',
  note: 'Notes',
};

function Head({ page }: { readonly page: ComparisonPage }): JSX.Element {
  const sides = [
    ['A', page.runs.before, page.hrefs.before],
    ['B', page.runs.after, page.hrefs.after],
  ] as const;
  return (
    <header class="verdict list">
      <p class="scenario">two runs compared</p>
      <h1>
        <Prose text={page.sentence} />
      </h1>
      <ul class="plain sides">
        {sides.map(([letter, run, href]) => (
          <li key={letter}>
            <b>{letter}</b> <Badge word={run.outcome} />{' '}
            <a href={href}>
              <Prose text={run.name} />
            </a>{' '}
            <span class="dim">
              <Prose
                text={`${run.scenario}, ${run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}: ${run.line}`}
              />
            </span>
          </li>
        ))}
      </ul>
    </header>
  );
}

function FoundOnce(props: { readonly appeared: FindingList; readonly gone: FindingList }): JSX.Element {
  const { appeared, gone } = props;
  if (appeared.count + gone.count === 0) return <p class="empty">None that only one of the runs has.</p>;
  return (
    <>
      <Only side="B">{appeared.count > 0 && <Differences list={appeared} stops={[]} />}</Only>
      <Only side="A">{gone.count > 0 && <Differences list={gone} stops={[]} />}</Only>
    </>
  );
}

function Accepted({ accepted }: { readonly accepted: ComparisonPage['accepted'] }): JSX.Element {
  if (accepted.appeared.length + accepted.gone.length === 0) return <p class="empty">The same in both runs.</p>;
  const list = (changes: ComparisonPage['accepted']['gone']) => (
    <Fold class="group card" title={count(changes.length, 'difference')} open={changes.length <= 12}>
      <Paged
        list
        items={changes}
        noun="difference"
        render={({ step, guarantee, subject, path, reason }, at) => (
          <li key={at}>
            <span class="stop">{step}</span> <code class="guarantee">{guarantee}</code>{' '}
            <Name text={`${subject} ${path}`.trim()} /> <Prose text={reason} />
          </li>
        )}
      />
    </Fold>
  );
  return (
    <>
      <Only side="B">{accepted.appeared.length > 0 && list(accepted.appeared)}</Only>
      <Only side="A">{accepted.gone.length > 0 && list(accepted.gone)}</Only>
    </>
  );
}

function Facts({ facts }: { readonly facts: ComparisonPage['costs'][number]['gone'] }): JSX.Element {
  return <Paged items={facts} noun="fact" render={(fact, at) => <Fact key={at} fact={fact} />} />;
}

function Title({ step, same }: { readonly step: string; readonly same: number }): JSX.Element {
  return (
    <>
      <span class="stop">{step}</span>
      <span class="info">{count(same, 'fact')} in both</span>
    </>
  );
}

/** What only one of the runs has. */
function Only(props: { readonly side: 'A' | 'B'; readonly children: JSX.Element | false }): JSX.Element | null {
  if (props.children === false) return null;
  return (
    <>
      <h3>Only in {props.side}</h3>
      {props.children}
    </>
  );
}
