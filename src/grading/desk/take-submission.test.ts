import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { hostname } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import type { Report } from '../../grader/index.ts'
import { type Grade, takeSubmission } from './take-submission.ts'

const GRADED = { report: { status: 'graded', tests: [] } as unknown as Report, recordings: { v1: 'Cg0NCg==' } }
const SUBMISSION = { exercise: 'tcp-echo-line', files: { 'server.ts': '//' }, hintsOpened: 1 }
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** The port of a server that takes submissions. */
async function listening(grade: Grade): Promise<number> {
  const server = createServer((request, response) => void takeSubmission(request, response, grade, 'Lab.example'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function served(grade: Grade): Promise<(body: string, headers?: Record<string, string>) => Promise<Response>> {
  const origin = `http://127.0.0.1:${await listening(grade)}`
  return (body, headers = {}) =>
    fetch(`${origin}/`, { method: 'POST', headers: { origin, 'content-type': 'application/json', ...headers }, body })
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

test('who goes in the middle of handing in does not end the server', async () => {
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
    throw new Error('Docker does not answer: start it')
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
