import type { JSX } from 'preact';
import type { StopView } from '../report-data.js';
import { Fold } from './fold.js';
import type { ResourceView, SurfaceChange } from './surface-changes.js';
import { Name } from './text.js';
import { count } from './words.js';

const SIGNS: Readonly<Record<SurfaceChange['what'], string>> = { added: '+', removed: '−', changed: '~' };

/** Group, version, resource. */
export function SurfaceTree(props: {
  readonly views: readonly ResourceView[];
  readonly stops: readonly StopView[];
  readonly open: boolean;
}): JSX.Element {
  const groups = groupedBy(props.views, ({ groupVersion }) => groupOf(groupVersion));
  return (
    <div class="tree">
      {groups.map(([group, views]) => (
        <Fold
          key={`${group} ${props.open}`}
          class="group card"
          title={<Title name={group} views={views} />}
          open={props.open}
        >
          {groupedBy(views, ({ groupVersion }) => groupVersion).map(([groupVersion, own]) => (
            <Fold key={groupVersion} class="subject" title={<Title name={groupVersion} views={own} />} open>
              <ul class="resources">
                {own.map((view) => (
                  <Resource key={view.resource} view={view} stops={props.stops} />
                ))}
              </ul>
            </Fold>
          ))}
        </Fold>
      ))}
    </div>
  );
}

function Title({ name, views }: { readonly name: string; readonly views: readonly ResourceView[] }): JSX.Element {
  const moving = views.filter(({ changes }) => changes.length > 0).length;
  return (
    <>
      <Name text={name} />
      <span class="info">
        {count(views.length, 'resource')}
        {moving > 0 && `, ${moving} changing`}
      </span>
    </>
  );
}

function Resource({ view, stops }: { readonly view: ResourceView; readonly stops: readonly StopView[] }): JSX.Element {
  const { resource, shape, changes } = view;
  return (
    <li>
      <Name text={resource} /> <span class="dim">{shape.kind}</span>{' '}
      <span class="dim small">
        {shape.namespaced ? 'namespaced' : 'cluster-wide'}
        {shape.custom ? ', custom' : ''}: {shape.verbs.join(' ')}
      </span>
      {changes.map((change, at) => (
        <div key={at}>
          <span class={`chip ${change.what}`}>
            {SIGNS[change.what]} {change.what} by the {change.by} of {stops[change.stop]?.name ?? change.stop}
          </span>
          {change.fields.map(({ name, before, after }) => (
            <span key={name} class="small">
              {name}: <Name text={before} /> → <Name text={after} />
            </span>
          ))}
        </div>
      ))}
    </li>
  );
}

function groupOf(groupVersion: string): string {
  return groupVersion.includes('/') ? groupVersion.slice(0, groupVersion.indexOf('/')) : 'core';
}

function groupedBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups];
}
