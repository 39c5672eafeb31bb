import type { JSX } from 'preact';
import type { FindingGroupView, FindingView } from '../report-data.js';
import { Change } from './change.js';
import { Fold } from './fold.js';
import { Paged } from './paged.js';
import { FileLink, Name, Prose } from './text.js';
import { count } from './words.js';

/** One guarantee's findings, folded by subject. */
export function FindingGroup(props: { readonly group: FindingGroupView; readonly open: boolean }): JSX.Element {
  const { group, open } = props;
  const title = (
    <>
      <code class="guarantee">{group.guarantee}</code> <Prose text={group.sentence} />
      <span class="info">{count(group.count, 'finding')}</span>
    </>
  );
  return (
    <Fold class="group card" title={title} open={open}>
      <Paged
        items={group.subjects}
        noun="subject"
        render={({ subject, findings }, at) => (
          <Fold
            key={subject}
            class="subject"
            title={<SubjectTitle subject={subject} findings={findings} />}
            open={at === 0 && open}
          >
            <Paged
              items={findings}
              noun="difference"
              render={(finding, index) => <Difference key={index} finding={finding} />}
            />
          </Fold>
        )}
      />
    </Fold>
  );
}

function SubjectTitle(props: { readonly subject: string; readonly findings: readonly FindingView[] }): JSX.Element {
  const steps = new Set(props.findings.flatMap((finding) => finding.steps)).size;
  return (
    <>
      <Name text={props.subject} />
      <span class="info">
        {count(props.findings.length, 'difference')}
        {steps > 1 && ` at ${count(steps, 'stop')}`}
      </span>
    </>
  );
}

function Difference({ finding }: { readonly finding: FindingView }): JSX.Element {
  return (
    <div class="difference">
      <p class="place split">
        {finding.path !== '' && <Name text={finding.path} />}
        <span class="stops">{finding.steps.join(', ')}</span>
      </p>
      {finding.detail !== '' && (
        <p class="detail">
          <Prose text={finding.detail} />
        </p>
      )}
      {finding.before !== '' && <Change before={finding.before} after={finding.after} />}
      {finding.evidence.length > 0 && (
        <p class="evidence">
          see{' '}
          {finding.evidence.map((path) => (
            <FileLink key={path} path={path} />
          ))}
        </p>
      )}
    </div>
  );
}
