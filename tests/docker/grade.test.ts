/** Grading in Docker, the whole way: an exercise and a submission go into a container, a report comes out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { Report } from '#grader'
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
    expect(report.tests.filter(({ status }) => status !== 'passed')).toEqual([])
    expect(report.tests.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['v1', 'h3/whole', 'h3/dribble', 'h3/coalesce', 'h3/split', 'h3/random', 'h13']),
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
    expect(stdout).toContain('Hint: Your server accepted the connection')
    expect(status).toBe(1)
  })

  test('keeps a failure, which the jail replays too: the same capture, byte for byte', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'ackademy-kept-'))
    const again = join(kept, 'again.pcapng')
    const test = ['--backend', 'simulated', '--test', 'h3/dribble']
    const program = join(kept, 'chunk')
    await ackademy(['wrong', 'show', 'tcp-echo-line', 'chunk', '--out', program])
    const graded = await ackademy(['grade', 'tcp-echo-line', program, ...test, '--keep', kept])
    expect(graded.stderr).toBe(`kept: ackademy replay ${kept}/h3-dribble.replay.json\n`)
    const { status, stdout } = await ackademy(['replay', join(kept, 'h3-dribble.replay.json'), '--pcap', again])
    expect(stdout).toContain('✓ the same capture, byte for byte')
    expect(readFileSync(again).equals(readFileSync(join(kept, 'h3-dribble.pcapng')))).toBe(true)
    expect(status).toBe(0)

    const other = JSON.parse(readFileSync(join(kept, 'h3-dribble.replay.json'), 'utf8'))
    other.recipe.version = 2
    writeFileSync(join(kept, 'other.replay.json'), JSON.stringify(other))
    const refused = await ackademy(['replay', join(kept, 'other.replay.json')])
    expect(refused.stderr).toContain('the world cannot be made again')
    expect(refused.stderr).not.toMatch(/^\s+at /m)
    expect(refused.status).toBe(2)
    rmSync(kept, { recursive: true })
  })
})
