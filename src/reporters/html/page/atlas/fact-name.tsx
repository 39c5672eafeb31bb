import type { JSX } from 'preact';
import type { Atlas, AtlasFact } from '../../../../model/atlas.js';
import { Name } from '../text.js';
import { kepOf } from './look-up.js';

/** The name of a fact, with its enhancement proposal where it has one. */
export function FactName({
  atlas,
  fact,
}: {
  readonly atlas: Atlas;
  readonly fact: Pick<AtlasFact, 'section' | 'name'>;
}): JSX.Element {
  return (
    <>
      <Name text={fact.name} /> <span class="dim">{kepOf(atlas, fact)}</span>
    </>
  );
}
