import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Report } from '#grader'
import { Desk, type Grade } from '#grading/desk/index.ts'
import { UserError } from '#grading/errors/index.ts'
import { here, root } from './command.ts'

const solution = join(root, 'content/03-tcp-conversations/exercises/tcp-echo-line/solution')

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const report = (status: 'passed' | 'failed') =>
  Report.parse({
    schema: 'https://ackademy.test/report/1',
    exercise: { id: 'tcp-echo-line', title: 'A line server', hash: 'sha256:1', points: 10 },
    submission: { hash: 'sha256:2', files: ['server.ts'] },
    inputs: { variant: 'practice', params: {}, seed: 7, platform: '0.1.0', node: '24.21.0' },
    authority: 'grade',
    status: 'graded',
    score: { points: 5, of: 10, groups: [] },
    tests: [
      {
        id: 'v1',
        title: 'answers',
        file: 'visible',
        backend: 'simulated',
        took: 60,
        status,
        ...(status === 'failed' && {
          evidence: { sentence: 'No.', code: 'ASSERTION', expected: '1', seen: '2', at: 1, steps: [], processes: [] },
        }),
      },
    ],
    hints: [],
    replay: '',
    run: { startedAt: '2026-01-01T00:00:00.000Z', tookMs: 412, host: 'ci-runner' },
  })

const submit = (to: string, ...more: string[]) => here(['submit', '--to', to, 'tcp-echo-line', solution, ...more])

test.each([
  ['passed', 0],
  ['failed', 1],
] as const)('a folder is handed in and its report shown; what has %s ends with status %i', async (status, exit) => {
  const seen: Parameters<Grade>[0][] = []
  const desk = new Desk({
    grade: async (submission) => {
      seen.push(submission)
      return { report: report(status), recordings: {} }
    },
  })
  const to = await served((request, response) => void desk.take(request, response))
  const ended = await submit(to)
  expect([ended.status, ended.stderr]).toEqual([exit, ''])
  expect(ended.stdout).toContain('5 of 10 points')
  expect(seen).toMatchObject([
    { exercise: 'tcp-echo-line', folder: solution, files: { 'server.ts': expect.stringContaining('createServer') } },
  ])
})

test('a report of a version that knows other fields is named, with the field', async () => {
  const answer = { report: { ...report('passed'), tests: [{ id: 'v1' }] }, recordings: {} }
  const to = await served((_, response) => void response.end(JSON.stringify(answer)))
  const ended = await submit(to)
  expect(ended.status).toBe(2)
  expect(ended.stderr).toContain('sent a report that this version cannot read (tests.0.title)')
})

test('why nothing can be graded there is said', async () => {
  const desk = new Desk({ grade: () => Promise.reject(new UserError('Docker does not answer')) })
  const to = await served((request, response) => void desk.take(request, response))
  expect(await submit(to)).toEqual({ status: 2, stdout: '', stderr: 'ackademy submit: Docker does not answer\n' })
})

test('a server that is no Ackademy, and none at all, are told apart', async () => {
  const other = await served((_request, response) => void response.writeHead(404).end('<p>not here'))
  expect((await submit(other)).stderr).toContain('takes no submissions (status 404)')
  expect((await submit('http://127.0.0.1:9')).stderr).toContain('nothing takes submissions at http://127.0.0.1:9')
})

test('missing arguments are requested', async () => {
  expect((await here(['submit', 'tcp-echo-line'])).stderr).toContain('expected an exercise and a folder')
})
