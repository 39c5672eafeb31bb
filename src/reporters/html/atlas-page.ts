import type { Atlas } from '../../model/atlas.js';
import { readTemplate, renderPage } from './render-page.js';

/** The site of an atlas: one HTML file that needs nothing else. */
export async function renderAtlasPage(atlas: Atlas): Promise<string> {
  return renderPage(await readTemplate(), `Atlas of ${atlas.binaries.join(', ')}`, { type: 'atlas', atlas });
}
