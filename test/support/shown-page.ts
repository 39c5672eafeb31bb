import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Shows a page at an address; any error, warning, dialog, refused content or request for anything else fails the test. */
export async function showPage(
  browser: Browser,
  address: string,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
  const trouble: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => trouble.push(...(request.isNavigationRequest() ? [] : [request.url()])));
  try {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await use(page);
    expect(trouble).toEqual([]);
  } finally {
    await context.close();
  }
}
