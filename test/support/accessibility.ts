import type { Page } from 'playwright-core';

const NAMED = ['button', 'link', 'searchbox', 'combobox', 'checkbox', 'region', 'navigation', 'img', 'textbox'];

/** What is wrong with a page for people who do not see it, see it badly or use no mouse; empty when nothing is. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  return [...(await unnamed(page)), ...(await page.evaluate<string[]>(inspect))];
}

/** Roles without a name, in the tree that a screen reader gets. */
async function unnamed(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter((node) => !node.ignored && NAMED.includes(String(node.role?.value)) && !node.name?.value)
    .map((node) => `a ${String(node.role?.value)} has no name`);
}

/** Runs in the page: structure, focus and contrast. Written as text for the browser, so it uses nothing from around it. */
const inspect = `(() => {
  const problems = [];
  const all = [...document.querySelectorAll('body *')];
  const describe = (element) => element.outerHTML.slice(0, 120);
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  if (!document.documentElement.lang) problems.push('the page has no language');
  if (!document.title) problems.push('the page has no title');
  if (document.querySelectorAll('main').length !== 1) problems.push('there must be one main');
  if (document.querySelectorAll('h1').length !== 1) problems.push('there must be one h1');
  const ids = all.map(({ id }) => id).filter(Boolean);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) problems.push('two elements are ' + id);
  for (const element of document.querySelectorAll('[aria-labelledby]')) {
    if (!document.getElementById(element.getAttribute('aria-labelledby'))) problems.push('dangling label: ' + describe(element));
  }
  // what begins with #/ is a part of a page that is made when it is asked for
  for (const link of document.querySelectorAll('a[href^="#"]:not([href^="#/"])')) {
    if (!document.getElementById(link.getAttribute('href').slice(1))) problems.push('dangling link: ' + describe(link));
  }
  let level = 0;
  for (const heading of document.querySelectorAll('h1,h2,h3,h4')) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) problems.push('heading level skipped: ' + describe(heading));
    level = next;
  }
  for (const list of document.querySelectorAll('ul,ol')) {
    if ([...list.children].some(({ tagName }) => tagName !== 'LI')) problems.push('no list item: ' + describe(list));
  }
  for (const table of document.querySelectorAll('table')) {
    if (!table.querySelector('th[scope]')) problems.push('table without headers: ' + describe(table));
  }
  for (const hidden of document.querySelectorAll('[aria-hidden="true"]')) {
    if (hidden.querySelector('a,button,input,select,[tabindex]')) problems.push('focus can go into the hidden ' + describe(hidden));
  }
  for (const outer of document.querySelectorAll('button,a,summary,label > select')) {
    if (outer.querySelector('a,button,input,select,[tabindex]')) problems.push('a control inside a control: ' + describe(outer));
  }
  for (const element of all.filter(visible)) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const scrolls =
      (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
    if (scrolls && element.tabIndex < 0 && !element.querySelector('a,button,input')) problems.push('cannot be scrolled by keyboard: ' + describe(element));
  }

  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const paint = (colors) => {
    canvas.fillStyle = '#fff';
    canvas.fillRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const seen = new Set();
  for (const element of all.filter(visible)) {
    if (element.closest('svg') || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (element.closest('.unseen')) continue;
    const grounds = [];
    for (let up = element; up; up = up.parentElement) grounds.unshift(getComputedStyle(up).backgroundColor);
    const color = getComputedStyle(element).color;
    const key = JSON.stringify([color, grounds]);
    if (seen.has(key)) continue;
    seen.add(key);
    const [a, b] = [luminance(paint(grounds)), luminance(paint([...grounds, color]))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) problems.push('contrast ' + contrast.toFixed(2) + ': ' + describe(element));
  }
  return problems;
})()`;
