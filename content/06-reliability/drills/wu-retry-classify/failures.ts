/** What may fail between a client and a server, and what it proves. */

/** What a client may do after a failure. */
export type Verdict = 'later' | 'never' | 'done-once'

/** Whether the server did what it was asked for, as far as the client can know. */
export type Outcome = 'undone' | 'unknown' | 'refused'

export interface Failure {
  /** Ends the sentence "You send …". */
  text: string
  outcome: Outcome
  why: string
}

/** Questions, and whether doing them twice changes more than doing them once. */
export const REQUESTS = [
  { text: '`GET /price/tea`', isIdempotent: true },
  { text: '`PUT /price/tea` with a new price', isIdempotent: true },
  { text: '`DELETE /basket/7`', isIdempotent: true },
  { text: '`POST /payments` without an idempotency key', isIdempotent: false },
  { text: '`POST /orders` without an idempotency key', isIdempotent: false },
  { text: '`POST /payments` with an idempotency key that the server remembers', isIdempotent: true },
] as const
export type Request = (typeof REQUESTS)[number]

export const FAILURES: readonly Failure[] = [
  {
    text: 'The connect fails with ECONNREFUSED.',
    outcome: 'undone',
    why: 'There was no connection, so no byte of the request left.',
  },
  {
    text: 'The connect fails with ETIMEDOUT.',
    outcome: 'undone',
    why: 'There was no connection, so no byte of the request left.',
  },
  {
    text: 'No connection of the pool becomes free in time.',
    outcome: 'undone',
    why: 'The request never left your process.',
  },
  {
    text: 'The server answers 503 and says that it did not start the work.',
    outcome: 'undone',
    why: 'The server refused before it did anything.',
  },
  {
    text: 'HTTP/2: the stream is reset with REFUSED_STREAM.',
    outcome: 'undone',
    why: 'This code says that the request was not processed (RFC 9113, 8.7).',
  },
  {
    text: 'The request is sent, and ECONNRESET comes instead of an answer.',
    outcome: 'unknown',
    why: 'The server may have worked on it before the connection broke.',
  },
  {
    text: 'The request is sent, and no answer comes within your 2 s.',
    outcome: 'unknown',
    why: 'The answer may be late, or lost.',
  },
  {
    text: 'Half of the answer arrives, then the connection breaks.',
    outcome: 'unknown',
    why: 'It was at least begun.',
  },
  {
    text: 'gRPC: the call ends with DEADLINE_EXCEEDED.',
    outcome: 'unknown',
    why: 'The deadline ended your waiting, not the server’s work.',
  },
  {
    text: 'A proxy answers 504: no answer from the server behind it in time.',
    outcome: 'unknown',
    why: 'The proxy gave up waiting. The server behind it may have done it.',
  },
  {
    text: 'The server answers 400: the request is malformed.',
    outcome: 'refused',
    why: 'The same bytes are malformed every time.',
  },
  {
    text: 'The server answers 403: you may not do this.',
    outcome: 'refused',
    why: 'Asking again gives you no rights.',
  },
  {
    text: 'The name of the server does not exist (NXDOMAIN).',
    outcome: 'refused',
    why: 'The name is wrong, and a resolver remembers that it doesn’t exist.',
  },
]

/** What the client may do. */
export function verdictOn(request: Request, { outcome }: Failure): Verdict {
  if (outcome === 'refused') return 'never'
  return outcome === 'undone' || request.isIdempotent ? 'later' : 'done-once'
}

/** Longest pause before try number `tries + 1`, in ms: the first repetition has 1. */
export const longestPause = (base: number, cap: number, tries: number): number => Math.min(cap, base * 2 ** (tries - 1))

/** Requests that reach the lowest of some layers for one request at the top, if each tries so often. */
export const atTheBottom = (tries: number, layers: number): number => tries ** layers
