/** What `--keep` of grade and check stores of a failure, and `ackademy replay` replays. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readExercise } from '#grading/course/index.ts'
import { gradeTimed } from '#grading/here/index.ts'
import { keepReplays } from '#grading/replay/index.ts'
import { worlds } from '../grader/small-exercise.ts'
import { ackademy, here } from './command.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

/** The jail's part is that of `tests/docker/grade.test.ts`. */
const REPLAY = ['replay', '--unsandboxed']
let folder = ''
let program = ''
const inside = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-replay-'))
  const options = ['--unsandboxed', '--test', 'v1', '--test', 'h3/dribble', '--keep', folder]
  program = join(mkdtempSync(join(tmpdir(), 'ackademy-wrong-')), 'chunk')
  await here(['wrong', 'show', 'tcp-echo-line', 'chunk', '--out', program])
  const { status, stderr } = await here(['grade', ...options, 'tcp-echo-line', program])
  expect(status).toBe(1)
  expect(stderr).toContain(`kept: ackademy replay --unsandboxed ${inside('h3-dribble.replay.json')}\n`)
})
afterAll(() => {
  for (const path of [folder, dirname(program)]) rmSync(path, { recursive: true })
})

describe('a failure that is kept', () => {
  test('is a capture and what makes its world again; a test that passes leaves nothing', () => {
    expect(readdirSync(folder)).toEqual(['h3-dribble.pcapng', 'h3-dribble.replay.json'])
  })

  test('gives the same capture in another process, byte for byte, and shows its packets', async () => {
    const pcap = inside('again.pcapng')
    const { status, stdout, stderr } = await ackademy([...REPLAY, inside('h3-dribble.replay.json'), '--pcap', pcap])
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /^tcp-echo-line, h3\/dribble, variant sample, seed 1\n {2}.*when byte \d+ began a new segment\.\n/,
    )
    expect(stdout).toMatch(/client > server .*SYN/)
    expect(stdout).toContain('✓ the same capture, byte for byte')
    expect(status).toBe(0)
    expect(readFileSync(pcap).equals(readFileSync(inside('h3-dribble.pcapng')))).toBe(true)
  })

  test('says nothing that would move the cursor of a terminal, whatever was handed in', async () => {
    const hostile = JSON.parse(readFileSync(inside('h3-dribble.replay.json'), 'utf8'))
    hostile.sentence = 'seen \u001b[2J'
    writeFileSync(inside('hostile.replay.json'), JSON.stringify(hostile))
    const { stdout } = await here([...REPLAY, inside('hostile.replay.json')])
    expect(stdout).toContain('seen ␛[2J')
    expect(stdout).not.toContain('\u001b')
  })

  test('is told apart from one that was changed', async () => {
    const changed = JSON.parse(readFileSync(inside('h3-dribble.replay.json'), 'utf8'))
    changed.recipe.seed++
    writeFileSync(inside('changed.replay.json'), JSON.stringify(changed))
    const { status, stdout } = await here([...REPLAY, inside('changed.replay.json')])
    expect(stdout).toContain('✕ another capture than then')
    expect(status).toBe(1)
  })
})

test("what the author's check keeps, whose programs run beside their worlds, gives the same capture too", async () => {
  const exercise = readExercise('tcp-echo-line')
  const submission = exercise.wrong.find(({ name }) => name === 'chunk')!.files
  const job = { submission, seed: 2, variant: 'check/1', tests: ['h3/dribble'] }
  const { report, replays } = await gradeTimed(exercise, { ...job, backend: 'simulated' }, { replays: true }, worlds)
  vi.spyOn(process.stderr, 'write').mockReturnValueOnce(true)
  keepReplays(inside('checked'), report, replays)
  const { stdout } = await here([...REPLAY, inside('checked/h3-dribble.replay.json')])
  expect(stdout).toContain('✓ the same capture, byte for byte')
})

test.each([
  [
    '{"kind":"ackademy/replay","version":2}',
    /is no replay, as `--keep FOLDER` of grade and check writes them: version: /,
  ],
  ['not JSON', /cannot be read: /],
])('what is no replay is told in one sentence: %s', async (text, message) => {
  writeFileSync(inside('odd.replay.json'), text)
  const { status, stderr } = await here([...REPLAY, inside('odd.replay.json')])
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(status).toBe(2)
})
