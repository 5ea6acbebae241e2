/**
 * A batch of submissions from the command line, the whole way: killed half-way and resumed, with the network off from start to end.
 * What each submission is worth is known before: nothing may be lost, graded twice or judged otherwise.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { zipOf } from '#grader/node/submission/zip.fixture.ts'
import { Command } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'
import { course } from './support.ts'

/** In the long form of the proof 200, as many as a large class. */
const COUNT = process.env.ACKADEMY_PROOF === 'full' ? 200 : 10
const JOBS = '2'
vi.setConfig({ testTimeout: COUNT * 30_000, hookTimeout: 300_000 })

const TESTS = ['v1', 'h4']
const graded = ['grade', 'tcp-echo-line', '--backend', 'simulated', ...TESTS.flatMap((id) => ['--test', id])]

interface Line {
  name: string
  report?: { score: { points: number } | null; tests: { id: string; status: string }[] }
  refused?: string
}

describe.skipIf(missing('docker', 'namespaces'))('ackademy grade --batch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-batch-'))
  const [submissions, out] = [join(folder, 'class'), join(folder, 'class-graded')]
  const expected = new Map<string, string>()
  beforeAll(() => {
    mkdirSync(submissions)
    for (let number = 0; number < COUNT; number++) {
      const [name, verdict] = handIn(submissions, number)
      expected.set(name, verdict)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('killed half-way and resumed without a network: nothing is lost, nothing graded twice, and every verdict is right', async () => {
    const args = [...graded, '--batch', submissions, '--jobs', JOBS]
    const first = new Command(args)
    await first.printed(new RegExp(`(.*\\n){${Math.floor(COUNT / 3)}}`))
    first.child.kill('SIGKILL')
    const { stdout: said } = await first.ended
    const kept = journal(out)
    for (const name of namesIn(said)) expect(kept.map((line) => line.name)).toContain(name)

    const second = new Command(args, { within: 'no network' })
    await second.printed(new RegExp(`(.*\\n){${Math.floor((2 * COUNT) / 3)}}`))
    second.child.kill('SIGINT')
    const interrupted = await second.ended
    expect(interrupted.stderr).toMatch(
      new RegExp(`stopped: \\d+ of ${COUNT} are graded and kept; the same command goes on from there\\n$`),
    )
    expect(interrupted.status).toBe(2)

    const last = await new Command(args, { within: 'no network' }).ended
    expect(last.stdout).toContain(`\n${COUNT} submissions: `)
    expect(last.status).toBe(1)
    const lines = journal(out)
    expect(lines.map(({ name }) => name).toSorted()).toEqual([...expected.keys()].toSorted())
    expect(Object.fromEntries(lines.map((line) => [line.name, verdict(line)]))).toEqual(Object.fromEntries(expected))
    expect(lines.slice(0, kept.length)).toEqual(kept)
    const csv = readFileSync(join(out, 'summary.csv'), 'utf8').trim().split('\r\n')
    expect(csv).toHaveLength(COUNT + 1)
  })
})

describe.skipIf(missing('docker', 'namespaces'))('a batch is printed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-formats-'))
  const args = ['grade', 'tcp-echo-line', '--test', 'v1', '--batch', join(folder, 'class')]
  beforeAll(async () => {
    mkdirSync(join(folder, 'class'))
    lay(join(folder, 'class/ann'), course.exercise('tcp-echo-line').solution!)
    writeFileSync(join(folder, 'class/bob.zip'), 'no zip')
    expect((await new Command(args).ended).status).toBe(1)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  // The grades are there already: they are only written in another form.
  const printed = async (format: string) => (await new Command([...args, '--format', format]).ended).stdout

  test('as JSON, JUnit or CTRF, each with every submission in it', async () => {
    expect(JSON.parse(await printed('json'))).toMatchObject([
      { name: 'ann', report: { status: 'graded' } },
      { name: 'bob.zip', refused: expect.any(String) },
    ])
    expect(await printed('junit')).toMatch(
      /^<\?xml[\s\S]*tcp-echo-line ann[\s\S]*name="bob\.zip" tests="1" failures="1"/,
    )
    expect(JSON.parse(await printed('ctrf'))).toMatchObject({
      reportFormat: 'CTRF',
      results: { summary: { suites: 2 } },
    })
  })
})

/** One of a mixed class: what it hands in, and what must come of it. */
function handIn(folder: string, number: number): [name: string, verdict: string] {
  const { solution, starter, wrong } = course.exercise('tcp-echo-line')
  const source = (name: string) => ({ ...solution, ...wrong.find((one) => one.name === name)!.files })
  const name = `learner-${String(number).padStart(3, '0')}`
  const kinds: [string, () => void][] = [
    ['v1 h4', () => lay(join(folder, name), solution!)],
    ['', () => lay(join(folder, name), starter)],
    ['v1', () => lay(join(folder, name), source('chunk'))],
    ['refused', () => writeFileSync(join(folder, name), zipOf([{ name: '../server.ts', text: '' }]))],
    [
      'v1 h4',
      () =>
        writeFileSync(
          join(folder, `${name}.zip`),
          zipOf([{ name: `${name}/server.ts`, text: solution!['server.ts']! }]),
        ),
    ],
    ['', () => lay(join(folder, name), { 'server.ts': 'for (;;) {}' })],
    ['', () => lay(join(folder, name), { 'server.ts': 'const all = []; for (;;) all.push(new Array(1e6).fill(1))' })],
    ['', () => lay(join(folder, name), { 'server.ts': 'not a program {' })],
    [
      'refused',
      () => writeFileSync(join(folder, `${name}.zip`), zipOf([{ name: 'server.ts', text: '0'.repeat(21e6) }])),
    ],
    ['', () => mkdirSync(join(folder, name))],
  ]
  const [verdict, write] = kinds[number % kinds.length]!
  write()
  return [number % kinds.length === 4 || number % kinds.length === 8 ? `${name}.zip` : name, verdict]
}

function lay(folder: string, files: Record<string, string>): void {
  mkdirSync(folder)
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
}

const journal = (out: string): Line[] =>
  readFileSync(join(out, 'journal.ndjson'), 'utf8')
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line))

const namesIn = (said: string) => [...said.matchAll(/^[✓✕?] (\S+)/gm)].map(([, name]) => name)

/** The tests that passed, or that it was not even read. */
const verdict = ({ report, refused }: Line) =>
  refused !== undefined
    ? 'refused'
    : (report?.tests ?? [])
        .filter(({ id, status }) => TESTS.includes(id) && status === 'passed')
        .map(({ id }) => id)
        .join(' ')
