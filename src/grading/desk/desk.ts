import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { z } from 'zod'
import { Report } from '#grader'
import { UserError } from '../errors/index.ts'
import { RateLimit } from './rate-limit.ts'
import { QueueFullError, SubmissionQueue } from './submission-queue.ts'

/** A submission from the page or `ackademy submit`. */
const Submission = z.strictObject({
  exercise: z.string().regex(/^[a-z0-9-]{1,80}$/),
  files: z.record(z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]{1,120}$/), z.string()),
  hintsOpened: z.number().int().min(0).max(100),
  /** The learner gave up and read the solution. */
  solutionShown: z.boolean().optional(),
  /** Key of the variant that the learner has practiced on: the grade is given for another. */
  practiced: z.string().max(80).optional(),
  /** The submitter's name for its folder, for the command that repeats a failure. */
  folder: z.string().max(500).optional(),
})
export type Submission = z.output<typeof Submission>

/** The report, and the packets of each failed test's world: pcapng in base64, by the test's id. */
const Graded = z.object({ report: Report, recordings: z.record(z.string(), z.string()) })
export type Graded = z.output<typeof Graded>

/** The answer: a result, or the reason why there is none. */
export const Answer = z.union([Graded, z.object({ error: z.string(), code: z.enum(['NO_DOCKER', 'FAILED']) })])
export type Answer = z.output<typeof Answer>

/** Grades a submission until the signal says that its client has gone; throws if nothing can be graded here. */
export type Grade = (submission: Submission, signal: AbortSignal) => Promise<Graded>

export const SUBMISSIONS_PATH = '/api/submissions'
/** Where `ackademy start` listens unless told otherwise. */
export const DEFAULT_PORT = 4600
const MOST_BYTES = 1_000_000

/** Parameters of a desk. */
export interface DeskOptions {
  grade: Grade
  /** The address that the server was told to listen on. */
  listensOn?: string
  /** Gets details that clients don't: why a grading failed, with a stack trace. */
  log?: (line: string) => void
  queue?: SubmissionQueue
  rate?: RateLimit
}

/**
 * Takes submissions from the page that this server serves. Only from there: another site's page must not make this machine grade, so its
 * origin has to be this server's own name. Answers JSON, with a report or with why there is none.
 */
export class Desk {
  readonly #options: Required<DeskOptions>

  constructor(options: DeskOptions) {
    this.#options = {
      listensOn: 'localhost',
      log: () => {},
      queue: new SubmissionQueue(),
      rate: new RateLimit(),
      ...options,
    }
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { listensOn, rate } = this.#options
    if (request.method !== 'POST') return refuse(response, 405, 'A submission is posted.')
    if (!isOwnPage(request, listensOn)) return refuse(response, 403, 'Only the page of this server may hand in here.')
    const seconds = rate.secondsFor(request.socket.remoteAddress ?? '')
    if (seconds > 0) return refuse(response, 429, `Too many submissions from this address. Wait ${seconds} s.`, seconds)
    const body = await readBody(request).catch(() => undefined)
    // The client disconnected: there is nobody to answer.
    if (body === undefined) return
    const submission = body === null ? null : parse(body)
    if (!submission?.success) return refuse(response, 400, 'This is no submission, or it is too large.')
    await this.#grade(submission.data, response)
  }

  async #grade(submission: Submission, response: ServerResponse): Promise<void> {
    const { queue, grade } = this.#options
    const left = new AbortController()
    response.once('close', () => left.abort())
    try {
      answer(response, 200, await queue.run(() => grade(submission, left.signal), left.signal))
    } catch (error) {
      if (left.signal.aborted) return
      if (error instanceof QueueFullError) return refuse(response, 503, error.message, 60)
      answer(response, 503, this.#failure(error))
    }
  }

  /** Answers with messages for people, without this machine's paths; everything else goes only to the log. */
  #failure(error: unknown): Answer {
    const message = error instanceof Error ? error.message : String(error)
    this.#options.log(
      error instanceof UserError ? message : error instanceof Error ? (error.stack ?? message) : message,
    )
    if (!(error instanceof UserError))
      return { error: 'The grading failed. The terminal of the server says why.', code: 'FAILED' }
    return { error: withoutPaths(message), code: /docker/i.test(message) ? 'NO_DOCKER' : 'FAILED' }
  }
}

/** `/home/ann/ackademy/content/x.yaml` → `…/x.yaml` */
const withoutPaths = (text: string): string =>
  text.replace(/(?<![\w./:-])(?:\w+:\/\/)?(?:\/[^\s/:,;"'()]+){2,}/g, (path) => `…${path.slice(path.lastIndexOf('/'))}`)

function refuse(response: ServerResponse, status: number, error: string, retryAfter?: number): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
  // The unread rest of a body must not be parsed as the next request.
  response.setHeader('connection', 'close')
  answer(response, status, { error, code: 'FAILED' })
}

function isOwnPage({ headers }: IncomingMessage, listensOn: string): boolean {
  const { origin, host } = headers
  const isJson = headers['content-type']?.startsWith('application/json') ?? false
  const name = origin === `http://${host}` ? URL.parse(origin)?.hostname : undefined
  return isJson && name !== undefined && isOwnName(name, listensOn)
}

/** Accepts addresses and this machine's own names. Any other name could be rebound to this address by its DNS server (DNS rebinding). */
function isOwnName(name: string, listensOn: string): boolean {
  const isAddress = isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
  return isAddress || ['localhost', hostname().toLowerCase(), listensOn.toLowerCase()].includes(name)
}

/** Returns null if it is too large. Throws if the connection ends first. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > MOST_BYTES) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function parse(body: string): ReturnType<typeof Submission.safeParse> | null {
  try {
    return Submission.safeParse(JSON.parse(body))
  } catch {
    return null
  }
}

function answer(response: ServerResponse, status: number, body: Answer): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(text)
}
