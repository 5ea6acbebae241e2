import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { hostname } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import type { Report } from '#grader'
import { UserError } from '../errors/index.ts'
import { Desk, type DeskOptions, type Grade } from './desk.ts'
import { RateLimit } from './rate-limit.ts'
import { SubmissionQueue } from './submission-queue.ts'

const GRADED = { report: { status: 'graded', tests: [] } as unknown as Report, recordings: { v1: 'Cg0NCg==' } }
const SUBMISSION = { exercise: 'tcp-echo-line', files: { 'server.ts': '//' }, hintsOpened: 1 }
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** The port of a server that takes submissions. */
async function listening(grade: Grade, options: Partial<DeskOptions> = {}): Promise<number> {
  const desk = new Desk({ grade, listensOn: 'Lab.example', ...options })
  const server = createServer((request, response) => void desk.take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function served(
  grade: Grade,
  options: Partial<DeskOptions> = {},
): Promise<(body: string, headers?: Record<string, string>, signal?: AbortSignal) => Promise<Response>> {
  const origin = `http://127.0.0.1:${await listening(grade, options)}`
  return (body, headers = {}, signal = AbortSignal.timeout(20_000)) =>
    fetch(`${origin}/`, {
      method: 'POST',
      body,
      signal,
      headers: { origin, 'content-type': 'application/json', ...headers },
    })
}

test('a submission of its own page is graded, and the report is the answer', async () => {
  const seen: unknown[] = []
  const post = await served(async (submission) => {
    seen.push(submission)
    return GRADED
  })
  const response = await post(JSON.stringify(SUBMISSION))
  expect([response.status, await response.json()]).toEqual([200, GRADED])
  expect(seen).toEqual([SUBMISSION])
})

test.each([
  ['another site', { origin: 'https://example.com' }],
  ['a form, which needs no permission', { 'content-type': 'text/plain' }],
])('%s cannot hand in', async (_who, headers) => {
  const post = await served(async () => {
    throw new Error('must not be graded')
  })
  expect((await post(JSON.stringify(SUBMISSION), headers)).status).toBe(403)
})

test('the page is known by an address, this machine’s names and the one that it listens on, and by no other', async () => {
  const port = await listening(async () => GRADED)
  const statusAt = (name: string) =>
    new Promise((resolve, reject) => {
      const host = `${name}:${port}`
      const headers = { host, origin: `http://${host}`, 'content-type': 'application/json' }
      request({ port, host: '127.0.0.1', method: 'POST', headers }, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end(JSON.stringify(SUBMISSION))
    })
  const names = ['127.0.0.1', '[::1]', 'localhost', hostname(), 'lab.example', 'rebound.example.com', ':']
  expect(await Promise.all(names.map(statusAt))).toEqual([200, 200, 200, 200, 200, 403, 403])
})

test('a client that disconnects while submitting does not end the server', async () => {
  const port = await listening(async () => GRADED)
  const socket = connect(port, '127.0.0.1')
  const head = [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, 'Content-Type: application/json']
  socket.write(['POST / HTTP/1.1', ...head, 'Expect: 100-continue', 'Content-Length: 100', '', '{'].join('\r\n'))
  // The server has begun to read when it says "go on".
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  await new Promise((resolve) => socket.once('close', resolve))
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect(response.status).toBe(405)
})

test.each([
  ['no JSON', 'x'],
  ['an exercise outside of the content', JSON.stringify({ ...SUBMISSION, exercise: '../secret' })],
  ['a file outside of its folder', JSON.stringify({ ...SUBMISSION, files: { '../x.ts': '' } })],
  ['more than a submission is', JSON.stringify({ ...SUBMISSION, files: { 'a.ts': 'x'.repeat(1_100_000) } })],
])('%s is refused', async (_what, body) => {
  const post = await served(async () => GRADED)
  expect((await post(body)).status).toBe(400)
})

test('where Docker is not, it says what to do', async () => {
  const post = await served(async () => {
    throw new UserError('Docker does not answer: start it')
  })
  const response = await post(JSON.stringify(SUBMISSION))
  expect([response.status, await response.json()]).toEqual([
    503,
    { error: 'Docker does not answer: start it', code: 'NO_DOCKER' },
  ])
})

test('two are graded one after the other', async () => {
  const order: string[] = []
  const post = await served(async ({ hintsOpened }) => {
    order.push(`begin ${hintsOpened}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
    order.push(`end ${hintsOpened}`)
    return GRADED
  })
  await Promise.all([1, 2].map((hintsOpened) => post(JSON.stringify({ ...SUBMISSION, hintsOpened }))))
  expect(order.map((line) => line.split(' ')[0])).toEqual(['begin', 'end', 'begin', 'end'])
})

/** A grading that ends on command; its requests are in `begun`. */
function slowGrade() {
  const begun: (number | undefined)[] = []
  const ends: (() => void)[] = []
  const cancelled: number[] = []
  const grade: Grade = ({ hintsOpened }, signal) => {
    begun.push(hintsOpened)
    signal.addEventListener('abort', () => cancelled.push(hintsOpened))
    return new Promise((resolve) => ends.push(() => resolve(GRADED)))
  }
  return { grade, begun, ends, cancelled }
}
const numbered = (hintsOpened: number) => JSON.stringify({ ...SUBMISSION, hintsOpened })

test('more than can wait are told to come again, at once', async () => {
  const { grade, begun, ends } = slowGrade()
  const post = await served(grade, { queue: new SubmissionQueue(1) })
  const first = post(numbered(1))
  await expect.poll(() => begun).toEqual([1])
  const second = post(numbered(2))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const third = await post(numbered(3))
  expect([third.status, third.headers.get('retry-after')]).toEqual([503, '60'])
  expect(await third.json()).toMatchObject({ code: 'FAILED', error: expect.stringContaining('1 submissions wait') })
  ends[0]!()
  await expect.poll(() => begun).toEqual([1, 2])
  ends[1]!()
  expect([(await first).status, (await second).status]).toEqual([200, 200])
})

test('a client that leaves while waiting is never graded, and one that leaves while graded ends the grading', async () => {
  const { grade, begun, ends, cancelled } = slowGrade()
  const post = await served(grade)
  const [one, two] = [new AbortController(), new AbortController()]
  const first = post(numbered(1), {}, one.signal).catch(() => 'gone')
  await expect.poll(() => begun).toEqual([1])
  const second = post(numbered(2), {}, two.signal).catch(() => 'gone')
  const third = post(numbered(3))
  await new Promise((resolve) => setTimeout(resolve, 100))
  two.abort()
  one.abort()
  await expect.poll(() => cancelled).toEqual([1])
  ends[0]!()
  await expect.poll(() => begun).toEqual([1, 3])
  ends[1]!()
  expect([await first, await second, (await third).status]).toEqual(['gone', 'gone', 200])
})

test('one address may submit a limited number of times in a minute, and is told how long to wait', async () => {
  const clock = { now: 0 }
  const post = await served(async () => GRADED, { rate: new RateLimit(2, () => clock.now) })
  const statuses = []
  for (const now of [0, 10_000, 20_000, 61_000]) {
    clock.now = now
    const response = await post(numbered(1))
    statuses.push([response.status, response.headers.get('retry-after')])
  }
  expect(statuses).toEqual([
    [200, null],
    [200, null],
    [429, '40'],
    [200, null],
  ])
})

test('no path of the server is in an answer; it is in the log of the server', async () => {
  const secret = '/home/ann/ackademy/content/03-x/exercise.yaml'
  const lines: string[] = []
  const errors = [
    new UserError(`${secret}:3:1: titel: unknown key; see file://${secret} and unix:///var/run/docker.sock`),
    new Error(secret),
  ]
  const post = await served(() => Promise.reject(errors.shift()), { log: (line) => lines.push(line) })
  expect(((await (await post(numbered(1))).json()) as { error: string }).error).toBe(
    '…/exercise.yaml:3:1: titel: unknown key; see …/exercise.yaml and …/docker.sock',
  )
  expect(((await (await post(numbered(2))).json()) as { error: string }).error).toBe(
    'The grading failed. The terminal of the server says why.',
  )
  expect(lines).toEqual([expect.stringContaining(secret), expect.stringContaining(secret)])
})
