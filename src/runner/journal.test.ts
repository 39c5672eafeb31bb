import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../model/journal.js';
import { NdjsonFile, readNdjson } from '../support/ndjson.js';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { Journal } from './journal.js';

async function journalAt(): Promise<{ journal: Journal; path: string }> {
  const path = join(await temporaryDirectory(), 'journal.ndjson');
  return { journal: new Journal(new NdjsonFile(path)), path };
}

describe('the journal', () => {
  it('has an intent on disk before its action begins, and the result after it', async () => {
    const { journal, path } = await journalAt();
    const during = await journal.record('01-null-restart', 'etcd/stop', async () => readFileSync(path, 'utf8'));
    expect(JSON.parse(during)).toMatchObject({ type: 'intent', step: '01-null-restart', action: 'etcd/stop' });
    journal.close();
    expect(await readNdjson(path)).toEqual([
      { type: 'intent', step: '01-null-restart', action: 'etcd/stop', at: expect.any(Number) as number },
      {
        type: 'result',
        step: '01-null-restart',
        action: 'etcd/stop',
        ok: true,
        ms: expect.any(Number) as number,
        message: '',
        at: expect.any(Number) as number,
      },
    ]);
  });

  it("keeps an action's error and hands it on", async () => {
    const { journal, path } = await journalAt();
    const error = new Error('exited with code 1');
    const failing = journal.record('s', 'a', () => Promise.reject(error));
    await expect(failing).rejects.toBe(error);
    journal.close();
    expect((await readNdjson<JournalRecord>(path)).at(-1)).toMatchObject({
      type: 'result',
      ok: false,
      message: 'exited with code 1',
    });
  });

  it('says how the run began, what was odd and how it ended, in the order of time', async () => {
    const { journal, path } = await journalAt();
    journal.started('ladder');
    journal.warn('s', 'restarted');
    journal.ended('step-failed', 'did not land');
    journal.close();
    const records = await readNdjson<JournalRecord>(path);
    expect(records).toMatchObject([
      { type: 'run', event: 'started', message: 'ladder' },
      { type: 'warning', step: 's', message: 'restarted' },
      { type: 'run', event: 'step-failed', message: 'did not land' },
    ]);
    const times = records.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('goes on in time where the journal before it stood', async () => {
    const path = join(await temporaryDirectory(), 'journal.ndjson');
    const journal = new Journal(new NdjsonFile(path), 60_000);
    journal.resumed('02-binary-upgrade');
    journal.close();
    const [record] = await readNdjson<JournalRecord>(path);
    expect(record).toMatchObject({ type: 'resumed', step: '02-binary-upgrade' });
    expect(record?.at).toBeGreaterThanOrEqual(60_000);
  });
});
