import { render } from 'preact';
import type { PageData } from '../report-data.js';
import { IndexPage } from './index-page.js';
import { RunPage } from './run-page.js';

const page = JSON.parse(document.getElementById('page-data')!.textContent) as PageData;
const root = document.getElementById('app')!;
root.replaceChildren();
render(page.type === 'run' ? <RunPage report={page} /> : <IndexPage runs={page.runs} />, root);
