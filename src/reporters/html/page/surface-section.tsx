import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { StopView } from '../report-data.js';
import type { SurfaceHistory } from '../surface-history.js';
import { SearchField } from './search-field.js';
import { resourceViews } from './surface-changes.js';
import { SurfaceCounts } from './surface-counts.js';
import { SurfaceTree } from './surface-tree.js';

/** What the API served, as a tree, and what each stop added and removed. */
export function SurfaceSection(props: {
  readonly surface: SurfaceHistory;
  readonly stops: readonly StopView[];
}): JSX.Element {
  const views = useMemo(() => resourceViews(props.surface), [props.surface]);
  const moved = useMemo(() => views.some(({ shape, changes }) => !shape.custom && changes.length > 0), [views]);
  const [text, setText] = useState('');
  const [changing, setChanging] = useState(moved);
  const [custom, setCustom] = useState(false);
  if (views.length === 0) return <p class="empty">No stop was observed to its end.</p>;
  const wanted = text.trim().toLowerCase();
  const shown = views.filter(
    ({ groupVersion, resource, shape, changes }) =>
      (!changing || changes.length > 0) &&
      (custom || !shape.custom) &&
      `${groupVersion}/${resource} ${shape.kind}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <SurfaceCounts views={views} stops={props.stops} />
      <div class="tools">
        <SearchField label="Search resources" placeholder="group, resource or kind" text={text} onText={setText} />
        <label>
          <input type="checkbox" checked={changing} onChange={(event) => setChanging(event.currentTarget.checked)} />{' '}
          only what changes
        </label>
        <label>
          <input type="checkbox" checked={custom} onChange={(event) => setCustom(event.currentTarget.checked)} /> custom
          resources too
        </label>
        <span class="dim" role="status">
          {shown.length} of {views.length} resources
        </span>
      </div>
      <SurfaceTree views={shown} stops={props.stops} open={wanted !== ''} />
    </>
  );
}
