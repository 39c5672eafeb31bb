import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { realOf, type Atlas, type AtlasRow } from '../../../../model/atlas.js';
import { Badge } from '../badge.js';
import { Section } from '../section.js';
import { Prose, Value } from '../text.js';
import { count } from '../words.js';
import { AtlasHead } from './atlas-head.js';
import { cellWords, stateWord } from './cell-words.js';
import { Claims } from './claims.js';
import { FactName } from './fact-name.js';
import { LongTable } from './long-table.js';
import { factsOf } from './look-up.js';
import { hrefOf } from './route.js';
import { SearchBox } from './search-box.js';
import { SectionFold } from './section-fold.js';

/** Everything that is known of one cell. */
export function CellPage({ atlas, id }: { readonly atlas: Atlas; readonly id: string }): JSX.Element {
  const at = atlas.cells.findIndex((cell) => cell.id === id);
  const row = atlas.cells[at];
  if (!row) {
    return <AtlasHead title={<Prose text={`This atlas has no cell ${id}`} />} />;
  }
  return (
    <>
      <AtlasHead title={<Prose text={cellWords(row)} />}>
        <p>
          <Badge word={stateWord(row)} /> <Against atlas={atlas} row={row} />
        </p>
        {row.why.length > 0 && (
          <ul class="further">
            {row.why.map((reason) => (
              <li key={reason}>
                <Prose text={reason} />
              </li>
            ))}
          </ul>
        )}
      </AtlasHead>
      <Section id="claims" title="Claimed against observed">
        <Claims row={row} />
      </Section>
      <Section id="facts" title="What it shows">
        <Facts atlas={atlas} at={at} row={row} />
      </Section>
    </>
  );
}

function Against({ atlas, row }: { readonly atlas: Atlas; readonly row: AtlasRow }): JSX.Element | null {
  const real = atlas.cells[realOf(atlas.cells, row) ?? -1];
  if (!real) return null;
  return (
    <a href={hrefOf({ page: 'difference', before: real.id, after: row.id })}>
      Compare with the real {real.version.binary}
    </a>
  );
}

function Facts({
  atlas,
  at,
  row,
}: {
  readonly atlas: Atlas;
  readonly at: number;
  readonly row: AtlasRow;
}): JSX.Element {
  const [text, setText] = useState('');
  const sections = useMemo(() => factsOf(atlas, at, text), [atlas, at, text]);
  const found = sections.reduce((sum, [, facts]) => sum + facts.length, 0);
  return (
    <>
      <SearchBox label="Search this cell" text={text} found={count(found, 'fact')} onText={setText} />
      {row.unseen.length > 0 && <p class="dim">Nothing is known of: {row.unseen.join(', ')}.</p>}
      {sections.map(([section, facts]) => (
        // found things are shown at once, whatever was folded before
        <SectionFold
          key={`${section} ${text}`}
          section={section}
          size={facts.length}
          noun="fact"
          open={text !== '' && facts.length <= 50}
        >
          <LongTable
            label={section}
            rows={facts}
            columns={[
              {
                title: 'name',
                kind: 'name',
                cell: ({ name }) => <FactName atlas={atlas} fact={{ section, name }} />,
              },
              { title: 'value', cell: ({ value }) => <Value text={value} /> },
            ]}
          />
        </SectionFold>
      ))}
    </>
  );
}
