/** Grading in Docker, the whole way: an exercise and a submission go into a container, a report comes out. */
import { describe, expect, test, vi } from 'vitest'
import { Report } from '../../src/grader/index.ts'
import { ackademy } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'

vi.setConfig({ testTimeout: 180_000 })

describe.skipIf(missing('docker'))('ackademy grade, in Docker', () => {
  const folder = (path: string) => `content/03-tcp-conversations/exercises/tcp-echo-line/${path}`

  test('grades in the jail unless asked otherwise, and writes one report as JSON', async () => {
    const { status, stdout, stderr } = await ackademy([
      'grade',
      'tcp-echo-line',
      folder('solution'),
      '--format',
      'json',
      '--backend',
      'simulated',
    ])
    expect(stderr).toBe('')
    const report = Report.parse(JSON.parse(stdout))
    expect(report.tests.map(({ id, status }) => [id, status])).toEqual(
      [...'v1 v2 h3/whole h3/dribble h3/coalesce h3/split h3/random h4 h5 h6 h7 h8 h9'.split(' ')].map((id) => [
        id,
        'passed',
      ]),
    )
    expect(report).toMatchObject({
      status: 'graded',
      authority: 'grade',
      run: { host: 'ci-runner' },
      score: { points: 10, of: 10 },
      hints: [],
    })
    expect(status).toBe(0)
  })

  test('ends with 1 when a submission fails', async () => {
    const { status, stdout } = await ackademy(['grade', 'tcp-echo-line', folder('starter'), '--test', 'v1'])
    expect(stdout).toContain('Hint: Your server accepts the connection')
    expect(status).toBe(1)
  })
})
