import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { differenceOf, realOf, type Atlas, type AtlasRow } from '../../../../model/atlas.js';
import type { EmulationMode } from '../../../../model/emulation-mode.js';
import { Badge } from '../badge.js';
import { DataTable } from '../data-table.js';
import { Section } from '../section.js';
import { Prose } from '../text.js';
import { count, digits } from '../words.js';
import { AtlasHead } from './atlas-head.js';
import { cellWords, deviationCounts, stateWord } from './cell-words.js';
import { hrefOf } from './route.js';

const MODES: readonly (readonly [EmulationMode, string])[] = [
  ['strict', 'strict'],
  ['forward-compatible', 'forward-compatible'],
  ['runtime-config-forward-compatible', 'runtime-config forward-compatible'],
];

/** All cells: a table for each release, rows by what it acts as, columns by how that is meant. */
export function Overview({ atlas }: { readonly atlas: Atlas }): JSX.Element {
  const { cells, binaries, etcd, facts } = atlas;
  const observed = cells.filter(({ state }) => state === 'observed').length;
  const missing = [...new Set(cells.flatMap(({ claims }) => claims.missing))];
  return (
    <>
      <AtlasHead title={<Prose text={`What ${binaries.join(', ')} can act as`} />}>
        <p class="scenario">
          {digits(observed)} of {count(cells.length, 'cell')} observed, {count(facts.length, 'fact')}, on etcd {etcd}. A
          cell is a control plane: its release, the version that it emulates, the version that it stays compatible with,
          and how emulation is meant.
        </p>
        {missing.length > 0 && (
          <ul class="further">
            {missing.map((sentence) => (
              <li key={sentence}>
                Not compared with what is published: <Prose text={sentence} />
              </li>
            ))}
          </ul>
        )}
      </AtlasHead>
      {binaries.map((binary) => (
        <Section key={binary} id={`cells-of-${binary}`} title={binary}>
          <Matrix atlas={atlas} binary={binary} />
        </Section>
      ))}
    </>
  );
}

function Matrix({ atlas, binary }: { readonly atlas: Atlas; readonly binary: string }): JSX.Element {
  const own = atlas.cells.filter(({ version }) => version.binary === binary);
  const triples = [...new Map(own.map((row) => [tripleOf(row), row])).values()];
  return (
    <DataTable
      label={`Cells of ${binary}`}
      box="card"
      rows={triples}
      columns={[
        {
          title: 'acts as',
          kind: 'name',
          cell: ({ version: { emulated, minCompatibility } }) => (
            <>
              {emulated} <span class="dim nowrap">min-compat {minCompatibility}</span>
            </>
          ),
        },
        ...MODES.map(([mode, title]) => ({
          title,
          cell: (triple: AtlasRow) => {
            const row = own.find((each) => each.mode === mode && tripleOf(each) === tripleOf(triple));
            return row ? <Cell atlas={atlas} row={row} /> : <span class="dim">no such cell</span>;
          },
        })),
      ]}
    />
  );
}

function tripleOf({ version: { emulated, minCompatibility } }: AtlasRow): string {
  return `${emulated} ${minCompatibility}`;
}

function Cell({ atlas, row }: { readonly atlas: Atlas; readonly row: AtlasRow }): JSX.Element {
  const at = atlas.cells.indexOf(row);
  const reference = referenceOf(atlas, row);
  const differences = useMemo(
    () => (reference === undefined ? 0 : differenceOf(atlas, reference, at).differences.length),
    [atlas, reference, at],
  );
  const { contradicted } = deviationCounts(row);
  return (
    <>
      <a href={hrefOf({ page: 'cell', cell: row.id })} aria-label={cellWords(row)}>
        <Badge word={stateWord(row)} />
      </a>
      {reference !== undefined && row.state === 'observed' && atlas.cells[reference]!.state === 'observed' && (
        <p class="small">
          <a href={hrefOf({ page: 'difference', before: atlas.cells[reference]!.id, after: row.id })}>
            {count(differences, 'difference')} from {shortly(atlas.cells[reference]!, row)}
          </a>
        </p>
      )}
      {contradicted > 0 && <p class="small dim">{count(contradicted, 'claim')} contradicted</p>}
      {row.why.length > 0 && (
        <p class="small">
          <Prose text={row.why[0]!} />
        </p>
      )}
    </>
  );
}

/** What a cell is best compared with: the real release that it acts as; else the same release as itself. */
function referenceOf(atlas: Atlas, row: AtlasRow): number | undefined {
  const strict = atlas.cells.findIndex(
    (other) =>
      other.mode === 'strict' && tripleOf(other) === tripleOf(row) && other.version.binary === row.version.binary,
  );
  // what a mode adds is seen against strict mode
  if (row.mode !== 'strict') return strict < 0 ? undefined : strict;
  return realOf(atlas.cells, row);
}

function shortly(other: AtlasRow, row: AtlasRow): string {
  return other.version.binary === row.version.binary ? 'strict mode' : `real ${other.version.binary}`;
}
