import { shorten } from './layout.js';
import { printable, printableValue } from './printable.js';
import { bySeverity, detailOf, sentenceOf, verdictLine } from './tally.js';
import type { Finding, Verdict } from '../model/verdict.js';

/** GitHub shows ten annotations of a kind and step, and keeps the first ones. */
const SHOWN = 9;
const MESSAGE_WIDTH = 1_000;
const TITLE_WIDTH = 120;
/** A step's summary may have 1 MiB; several runs share it. */
const SUMMARY_BYTES = 200 * 1024;

/**
 * A verdict as GitHub's workflow commands: an error for each violation, a warning for each check that could not be made, and the outcome
 * where it is no pass. `file` is the scenario's path, to which they are attached.
 */
export function renderAnnotations(verdict: Verdict, file: string): string {
  const lines = [
    ...annotations('error', bySeverity(verdict, 'violation'), file),
    ...annotations('warning', bySeverity(verdict, 'inconclusive'), file),
  ];
  if (verdict.outcome !== 'pass') {
    const title = `${verdict.scenario}: ${verdict.outcome}`;
    lines.push(command(verdict.outcome === 'fail' ? 'error' : 'warning', file, title, verdictLine(verdict)));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** What of summary.md goes into a step's summary, cut at a line's end. */
export function stepSummary(markdown: string): string {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= SUMMARY_BYTES) return markdown;
  const text = bytes.subarray(0, SUMMARY_BYTES).toString('utf8');
  return `${text.slice(0, text.lastIndexOf('\n'))}\n\nThe rest is in summary.md of the run's directory.\n`;
}

function annotations(kind: 'error' | 'warning', findings: readonly Finding[], file: string): string[] {
  const shown = findings.slice(0, SHOWN).map((finding) => {
    const { step, component, subject, path, before, after } = finding;
    const place = [component, subject, path].filter((part) => part !== '').join(' ');
    const values = before === null && after === null ? '' : `\n${value(before)} -> ${value(after)}`;
    const detail = [`${step}: ${place}`, detailOf(finding)].filter((part) => part !== '').join('\n');
    return command(kind, file, `${finding.guarantee}: ${sentenceOf(finding.message)}`, `${detail}${values}`);
  });
  const left = findings.length - SHOWN;
  return left > 0 ? [...shown, command(kind, file, 'more', `and ${left} more, see the job summary`)] : shown;
}

function value(content: unknown): string {
  return printableValue(content, 200);
}

/** Text is made printable line by line before it is escaped: a command ends at its line's end. */
function command(kind: string, file: string, title: string, message: string): string {
  const lines = message.split('\n').map(printable).join('\n');
  const properties = `file=${property(printable(file))},title=${property(shorten(printable(title), TITLE_WIDTH))}`;
  return `::${kind} ${properties}::${commandMessage(shorten(lines, MESSAGE_WIDTH))}`;
}

/** A workflow command's message on one line, as the runner's own toolkit escapes it. */
export function commandMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return commandMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
