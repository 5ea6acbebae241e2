import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Report } from '../grader/index.ts'
import { type Grade, takeSubmission } from './submissions.ts'

const GRADED = { report: { status: 'graded', tests: [] } as unknown as Report, recordings: { v1: 'Cg0NCg==' } }
const SUBMISSION = { exercise: 'tcp-echo-line', files: { 'server.ts': '//' }, hintsOpened: 1 }
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

async function served(grade: Grade): Promise<(body: string, headers?: Record<string, string>) => Promise<Response>> {
  const server = createServer((request, response) => void takeSubmission(request, response, grade))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
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
