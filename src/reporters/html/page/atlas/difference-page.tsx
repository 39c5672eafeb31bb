import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { ATLAS_SECTIONS, differenceOf, type Atlas, type FactDifference } from '../../../../model/atlas.js';
import { Change } from '../change.js';
import { Paged } from '../paged.js';
import { Prose } from '../text.js';
import { count } from '../words.js';
import { AtlasHead } from './atlas-head.js';
import { cellWords } from './cell-words.js';
import { FactName } from './fact-name.js';
import { bySection, changedLines } from './look-up.js';
import { hrefOf } from './route.js';
import { SectionFold } from './section-fold.js';

/** What differs between any two cells. */
export function DifferencePage(props: {
  readonly atlas: Atlas;
  readonly before: string;
  readonly after: string;
}): JSX.Element {
  const { atlas, before, after } = props;
  const index = (id: string): number => atlas.cells.findIndex((cell) => cell.id === id);
  const [from, to] = [index(before), index(after)];
  return (
    <>
      <AtlasHead title={<Title atlas={atlas} from={from} to={to} />}>
        <div class="tools">
          <Choice atlas={atlas} label="before" chosen={before} onChoose={(id) => go({ before: id, after })} />
          <Choice atlas={atlas} label="after" chosen={after} onChoose={(id) => go({ before, after: id })} />
        </div>
      </AtlasHead>
      {from >= 0 && to >= 0 && <Differences key={`${before} ${after}`} atlas={atlas} from={from} to={to} />}
    </>
  );
}

function go(cells: { readonly before: string; readonly after: string }): void {
  location.hash = hrefOf({ page: 'difference', ...cells });
}

function Title({
  atlas,
  from,
  to,
}: {
  readonly atlas: Atlas;
  readonly from: number;
  readonly to: number;
}): JSX.Element {
  const [before, after] = [atlas.cells[from], atlas.cells[to]];
  if (!before || !after) return <>The difference of two cells</>;
  return <Prose text={`From ${cellWords(before)} to ${cellWords(after)}`} />;
}

function Choice(props: {
  readonly atlas: Atlas;
  readonly label: string;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}): JSX.Element {
  const { atlas, label, chosen, onChoose } = props;
  return (
    <label>
      {label}{' '}
      <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">choose a cell</option>
        {atlas.cells.map((cell) => (
          <option key={cell.id} value={cell.id}>
            {cellWords(cell)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Differences({
  atlas,
  from,
  to,
}: {
  readonly atlas: Atlas;
  readonly from: number;
  readonly to: number;
}): JSX.Element {
  const { differences, unknown } = useMemo(() => differenceOf(atlas, from, to), [atlas, from, to]);
  if (unknown.length === ATLAS_SECTIONS.length) {
    return (
      <section aria-label="Differences">
        <p role="status">Not compared: nothing is known of one of the two.</p>
      </section>
    );
  }
  return (
    <section aria-label="Differences">
      <p role="status">{count(differences.length, 'difference')}.</p>
      {unknown.length > 0 && (
        <p class="dim">Not compared, because one of the two was not seen: {unknown.join(', ')}.</p>
      )}
      {bySection(differences).map(([section, own]) => (
        <SectionFold key={section} section={section} size={own.length} noun="difference" open={own.length <= 20}>
          <Paged
            items={own}
            noun="difference"
            render={(difference) => <Difference key={difference.name} atlas={atlas} difference={difference} />}
          />
        </SectionFold>
      ))}
    </section>
  );
}

const ABSENT = 'absent';

function Difference({
  atlas,
  difference,
}: {
  readonly atlas: Atlas;
  readonly difference: FactDifference;
}): JSX.Element {
  const { before, after } = difference;
  const shown =
    before !== null && after !== null && before.includes('\n')
      ? changedLines(before, after)
      : { before: before ?? ABSENT, after: after ?? ABSENT };
  return (
    <div class="difference">
      <p class="place">
        <FactName atlas={atlas} fact={difference} />
      </p>
      <Change before={shown.before} after={shown.after} />
    </div>
  );
}
