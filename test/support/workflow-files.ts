import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A step of a workflow's job or of a composite action. */
export interface StepFile {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

/** An input as an action or a workflow that is called declares it. */
interface InputFile {
  readonly default?: string | number | boolean;
}

/** action.yml */
export interface ActionFile {
  readonly inputs: Readonly<Record<string, InputFile>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly StepFile[] };
}

/** A job that has steps, or one that calls a workflow. */
export interface JobFile {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps?: readonly StepFile[];
  readonly 'timeout-minutes'?: number;
}

/** A file below .github/workflows. */
export interface WorkflowFile {
  readonly on: { readonly workflow_call?: { readonly inputs: Readonly<Record<string, InputFile>> } };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, JobFile>>;
}

/** Where this project's actions are. */
export const ACTIONS = ['action.yml', 'merge/action.yml'];

/** Where this project's workflows are. */
export const WORKFLOWS = readdirSync('.github/workflows').map((name) => `.github/workflows/${name}`);

/** The file as it is. */
export const textOf = (path: string): string => readFileSync(path, 'utf8');

/** An action, not checked. */
export const readAction = (path: string): ActionFile => parse(textOf(path)) as ActionFile;

/** A workflow, not checked. */
export const readWorkflow = (path: string): WorkflowFile => parse(textOf(path)) as WorkflowFile;
