import type { Json } from './json.js';
import type { ObservationProblem } from './observation-problem.js';

/** What a server shows and answers beyond discovery: on its own account, whatever objects it holds. */
export interface Behaviour {
  readonly openapi: Readonly<Record<OpenApiVersion, ApiDescription>>;
  readonly answers: readonly Answer[];
  /** Admission plugins that acted on something since the server started, `NAME admit CREATE`, sorted. */
  readonly admission: readonly string[];
  /** What could not be seen; the checks that need it are inconclusive. */
  readonly problems: readonly ObservationProblem[];
}

/** The two formats in which a server describes its API. */
export type OpenApiVersion = 'v2' | 'v3';

/** An OpenAPI description without its prose: what a client can call, and what it may send and will get. Custom resources are left out. */
export interface ApiDescription {
  /** By method and path: `GET /api/v1/pods`. */
  readonly operations: Readonly<Record<string, Members>>;
  /** By the schema's full name: `io.k8s.api.core.v1.Pod`. */
  readonly schemas: Readonly<Record<string, Members>>;
}

/**
 * The parts of an operation or schema, each with its definition on one line: `spec` for a field, `spec=ClusterIP` for a value of
 * an enumeration, `required spec`, `parameter query limit`, `response 200`; empty for the whole.
 */
export type Members = Readonly<Record<string, string>>;

/** What a question is about; each is judged by its own guarantee. */
export const QUESTION_TOPICS = ['validation', 'admission', 'cel-new'] as const;

/** The topic of a question; also the id of the guarantee that judges its answers. */
export type QuestionTopic = (typeof QUESTION_TOPICS)[number];

/** A request that changes nothing, put to several servers so that their answers can be compared. */
export interface Question {
  /** Unique, and how findings name it. */
  readonly id: string;
  readonly topic: QuestionTopic;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** What a server answered. */
export interface Answer {
  readonly question: string;
  readonly topic: QuestionTopic;
  readonly status: number;
  /** The text of each Warning header, in the order sent. */
  readonly warnings: readonly string[];
  /** Null when accepted. */
  readonly refusal: Refusal | null;
  /** The object as it would be stored, defaults and all; null when refused. Contents of Secrets are hashed. */
  readonly object: Json;
}

/** Why a server refused. */
export interface Refusal {
  readonly reason: string;
  /** Empty where causes say it. */
  readonly message: string;
  /** Each cause, `FIELD REASON`, with its message. */
  readonly causes: Readonly<Record<string, string>>;
}
