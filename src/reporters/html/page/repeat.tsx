import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RunReport } from '../report-data.js';
import { DataTable } from './data-table.js';
import { Icon } from './icon.js';
import { FileLink, Name, Prose } from './text.js';

/** The exact command, and with which programs the run was made. */
export function Repeat({ report }: { readonly report: RunReport }): JSX.Element {
  const { info, command } = report;
  const { platform, arch, kernel, cpus, memory } = info.host;
  return (
    <>
      <div class="command card">
        <pre tabIndex={0} aria-label="command that repeats the run">
          {command}
        </pre>
        <CopyButton text={command} />
      </div>
      <dl class="facts">
        <Fact term="seed" text={String(info.seed)} />
        <Fact term="kube-rehearse" text={info.harnessVersion} />
        <Fact term="started as" text={['kube-rehearse', ...info.arguments].join(' ')} />
        <Fact term="machine" text={`${platform} ${arch}, kernel ${kernel}, ${cpus} CPUs, ${gib(memory)} GiB`} />
      </dl>
      <DataTable
        label="Programs"
        rows={info.binaries}
        columns={[
          { title: 'program', kind: 'name', cell: ({ program }) => program },
          { title: 'release', cell: ({ release }) => release },
          { title: 'sha256', cell: ({ sha256 }) => <Name text={sha256} /> },
          { title: 'from', cell: ({ source }) => <Prose text={source} /> },
        ]}
      />
      <p class="evidence">
        Files: <FileLink path="summary.md" /> <FileLink path="verdict.json" /> <FileLink path="plan.json" />{' '}
        <FileLink path="journal.ndjson" /> <FileLink path="scenario.yaml" /> <FileLink path="expected.yaml" />
      </p>
    </>
  );
}

function Fact({ term, text }: { readonly term: string; readonly text: string }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Prose text={text} />
      </dd>
    </div>
  );
}

function CopyButton({ text }: { readonly text: string }): JSX.Element {
  const [said, setSaid] = useState('Copy');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed here'),
    );
  return (
    <button type="button" onClick={() => void copy()}>
      <Icon name="copy" />
      <span aria-live="polite">{said}</span>
    </button>
  );
}

function gib(bytes: number): number {
  return Math.round(bytes / 2 ** 30);
}
