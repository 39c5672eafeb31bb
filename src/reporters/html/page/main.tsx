import { render } from 'preact';
import type { JSX } from 'preact';
import type { PageData } from '../report-data.js';
import { AtlasView } from './atlas/atlas-view.js';
import { ComparisonView } from './comparison-view.js';
import { IndexPage } from './index-page.js';
import { RunPage } from './run-page.js';

const root = document.getElementById('app')!;
root.replaceChildren();
render(pageOf(JSON.parse(document.getElementById('page-data')!.textContent) as PageData), root);

function pageOf(page: PageData): JSX.Element {
  switch (page.type) {
    case 'run':
      return <RunPage report={page} />;
    case 'index':
      return <IndexPage runs={page.runs} missing={page.missing} />;
    case 'atlas':
      return <AtlasView atlas={page.atlas} />;
    case 'comparison':
      return <ComparisonView page={page} />;
  }
}
