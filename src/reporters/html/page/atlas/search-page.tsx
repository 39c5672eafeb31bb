import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { isSeen, type Atlas, type AtlasFact } from '../../../../model/atlas.js';
import { Fold } from '../fold.js';
import { Name, Prose, Value } from '../text.js';
import { count } from '../words.js';
import { AtlasHead } from './atlas-head.js';
import { cellWords } from './cell-words.js';
import { FactName } from './fact-name.js';
import { LongTable } from './long-table.js';
import { bySection, holders, search } from './look-up.js';
import { hrefOf } from './route.js';
import { SearchBox } from './search-box.js';
import { SectionFold } from './section-fold.js';

/** Facts of all cells by their names: who has which value. What is typed stands in the address, too. */
export function SearchPage({ atlas, text: first }: { readonly atlas: Atlas; readonly text: string }): JSX.Element {
  const [text, setText] = useState(first);
  const found = useMemo(() => (text.trim() === '' ? [] : search(atlas, text)), [atlas, text]);
  const type = (typed: string): void => {
    setText(typed);
    history.replaceState(null, '', hrefOf({ page: 'search', text: typed }));
  };
  return (
    <>
      <AtlasHead title="Search by field, gate, resource or KEP">
        <SearchBox
          label="Search all cells"
          text={text}
          found={text.trim() === '' ? `${count(atlas.facts.length, 'fact')} to search` : count(found.length, 'fact')}
          onText={type}
        />
      </AtlasHead>
      <section aria-label="Found">
        {bySection(found).map(([section, facts]) => (
          <SectionFold
            key={`${section} ${text}`}
            section={section}
            size={facts.length}
            noun="fact"
            open={facts.length <= 50}
          >
            <LongTable
              label={section}
              rows={facts}
              columns={[
                {
                  title: 'name',
                  kind: 'name',
                  cell: (fact) => <FactName atlas={atlas} fact={fact} />,
                },
                { title: 'value, and where', cell: (fact) => <Values atlas={atlas} fact={fact} /> },
              ]}
            />
          </SectionFold>
        ))}
      </section>
    </>
  );
}

function Values({ atlas, fact }: { readonly atlas: Atlas; readonly fact: AtlasFact }): JSX.Element {
  const all = holders(atlas, fact, (cell) => isSeen(atlas.cells[cell], fact.section));
  return (
    <>
      {all.map(({ value, cells }) => (
        <Fold
          key={value}
          class="subject"
          title={
            <>
              <Name text={firstLine(value ?? 'absent')} />{' '}
              <span class="dim">
                {all.length === 1 ? `in all ${cells.length}` : `in ${count(cells.length, 'cell')}`}
              </span>
            </>
          }
        >
          {value !== null && value !== firstLine(value) && <Value text={value} />}
          <ul class="plain">
            {cells.map((at) => {
              const cell = atlas.cells[at]!;
              return (
                <li key={cell.id}>
                  <a href={hrefOf({ page: 'cell', cell: cell.id })}>
                    <Prose text={cellWords(cell)} />
                  </a>
                </li>
              );
            })}
          </ul>
        </Fold>
      ))}
    </>
  );
}

/** What stands for a long value until somebody wants all of it. */
function firstLine(value: string): string {
  const line = value.split('\n').slice(0, 3).join(' ').slice(0, 160);
  return line.length < value.length ? `${line}…` : line;
}
