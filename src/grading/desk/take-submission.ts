import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { z } from 'zod'
import { Report } from '../../grader/index.ts'

/** What the page and `ackademy submit` hand in. */
const Submission = z.strictObject({
  exercise: z.string().regex(/^[a-z0-9-]{1,80}$/),
  files: z.record(z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]{1,120}$/), z.string()),
  hintsOpened: z.number().int().min(0).max(100),
  /** The folder that it came from, as who hands it in would say it: for the command that repeats a failure. */
  folder: z.string().max(500).optional(),
})
export type Submission = z.output<typeof Submission>

/** The report, and the packets of each failed test's world: pcapng in base64, by the test's id. */
const Graded = z.object({ report: Report, recordings: z.record(z.string(), z.string()) })
export type Graded = z.output<typeof Graded>

/** What is answered: that, or why there is none. */
export const Answer = z.union([Graded, z.object({ error: z.string(), code: z.enum(['NO_DOCKER', 'FAILED']) })])
export type Answer = z.output<typeof Answer>

/** Grades one; throws with a sentence when nothing can be graded here. */
export type Grade = (submission: Submission) => Promise<Graded>

export const SUBMISSIONS_PATH = '/api/submissions'
/** Where `ackademy start` listens unless told otherwise. */
export const DEFAULT_PORT = 4600
const MOST_BYTES = 1_000_000

/** Grading takes a whole container: one at a time, in the order of coming. */
let queue: Promise<unknown> = Promise.resolve()

/**
 * Takes a submission from the page that this server serves. Only from there: another site's page must not make this machine grade, so its
 * origin has to be this server's own name. Answers JSON, with a report or with why there is none. `listensOn`: the address that
 * the server was told to listen on.
 */
export async function takeSubmission(
  request: IncomingMessage,
  response: ServerResponse,
  grade: Grade,
  listensOn = 'localhost',
): Promise<void> {
  if (request.method !== 'POST') return answer(response, 405, { error: 'A submission is posted.', code: 'FAILED' })
  if (!isOwnPage(request, listensOn))
    return answer(response, 403, { error: 'Only the page of this server may hand in here.', code: 'FAILED' })
  const body = await readBody(request).catch(() => undefined)
  // Who handed in has gone in the middle of it: nobody is there to be answered.
  if (body === undefined) return
  const submission = body === null ? null : parse(body)
  if (submission === null || !submission.success)
    return answer(response, 400, { error: 'This is no submission, or it is too large.', code: 'FAILED' })
  const graded = queue.then(() => grade(submission.data))
  queue = graded.catch(() => {})
  try {
    answer(response, 200, await graded)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    answer(response, 503, { error: message, code: /docker/i.test(message) ? 'NO_DOCKER' : 'FAILED' })
  }
}

function isOwnPage({ headers }: IncomingMessage, listensOn: string): boolean {
  const { origin, host } = headers
  const isJson = headers['content-type']?.startsWith('application/json') ?? false
  const name = origin === `http://${host}` ? URL.parse(origin)?.hostname : undefined
  return isJson && name !== undefined && isOwnName(name, listensOn)
}

/** A stranger's name may be made to lead here by its DNS server once its page is open; an address and this machine's own names may not. */
function isOwnName(name: string, listensOn: string): boolean {
  const isAddress = isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
  return isAddress || ['localhost', hostname().toLowerCase(), listensOn.toLowerCase()].includes(name)
}

/** Null where it is too large. Throws where the connection ends before it does. */
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
