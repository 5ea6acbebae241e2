import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CancelledError, DockerError } from '#ci-runner'
import { type Report, verdictOf } from '#grader'
import { type Conditions, Journal } from './journal.ts'
import type { Outcome } from './outcome.ts'
import { ResultFiles } from './result-files.ts'
import { outcomeLine, reportName, summaryText, writeCsv, writeReport } from './results.ts'
import { type BatchRun, runBatch, type Submit } from './run-batch.ts'
import { findSubmissions } from './submissions.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-batch-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const result = (id: string, passed: boolean) => ({
  id,
  title: id,
  file: 'visible',
  status: passed ? 'passed' : 'failed',
  evidence: { sentence: 's', expected: 'y', seen: 'x', observed: [], packets: null, processes: [], steps: [] },
})
/** The part of a report that a batch reads. */
const reportOf = (points: number, more: Partial<Report> = {}): Report =>
  ({
    exercise: { id: 'e', title: 'E', hash: '', points: 10 },
    inputs: { variant: 'sample', seed: 1 },
    authority: 'grade',
    status: 'graded',
    score: { points, of: 10, groups: [], hintCost: 0 },
    tests: [result('v1', true), result('h2', points === 10)],
    hints: [],
    replay: '',
    ...more,
  }) as unknown as Report
const undecided = reportOf(0, { status: 'ungradable', reason: 'the machine was busy', score: null, tests: [] })

describe('a batch', () => {
  /** Submissions of one file, whose text decides what `submit` does. */
  const submissionsOf = (texts: Record<string, string>) => {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'server.ts'), text)
    }
    return findSubmissions(folder)
  }
  const run = async (texts: Record<string, string>, submit: Submit, more: Partial<BatchRun> = {}) => {
    const [outcomes, known]: [Outcome[], Outcome[]] = [[], []]
    const signal = new AbortController().signal
    const running = runBatch({
      submissions: submissionsOf(texts),
      inputs: { backend: 'simulated', seed: 1, variant: 'sample' },
      wanted: ['server.ts'],
      atOnce: 2,
      submit,
      known: new Map(),
      onOutcome: (outcome) => outcomes.push(outcome),
      onKnown: (outcome) => known.push(outcome),
      checkPlatform: async () => {},
      signal,
      ...more,
    })
    await running
    return { outcomes: outcomes.toSorted((a, b) => (a.name < b.name ? -1 : 1)), known }
  }
  const grading = (result: Promise<Report>) => ({ result, cancel: async () => {} })

  test('grades each submission once, no more than it may at a time', async () => {
    const texts = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`s${i}`, `${i}`]))
    let [now, most] = [0, 0]
    const seen: string[] = []
    const { outcomes } = await run(texts, ({ submissionName, submission }) => {
      seen.push(submissionName!)
      most = Math.max(most, ++now)
      const done = async () => {
        await setImmediate()
        now--
        return reportOf(Number(submission['server.ts']))
      }
      return grading(done())
    })
    // By the path that the command which repeats a failure takes.
    expect(seen.toSorted()).toEqual(Object.keys(texts).map((name) => join(folder, name)))
    expect(outcomes.map(({ report }) => report!.score!.points)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(most).toBe(2)
  })

  test('one that cannot be read is refused, and the others are graded', async () => {
    writeFileSync(join(folder, 'b.zip'), 'no zip')
    const { outcomes } = await run({ a: 'x', c: 'x' }, () => grading(Promise.resolve(reportOf(10))))
    expect(outcomes.map((outcome) => [outcome.name, verdictOf(outcome)])).toEqual([
      ['a', 'passed'],
      ['b.zip', 'refused'],
      ['c', 'passed'],
    ])
  })

  test('what could not be graded is tried once more, at the end and alone', async () => {
    const order: string[] = []
    let alone = true
    const { outcomes } = await run({ busy: 'x', dead: 'x', fine: 'x', never: 'x' }, ({ submissionName }) => {
      const name = basename(submissionName!)
      const isSecond = order.includes(name)
      order.push(name)
      if (isSecond) alone &&= order.length > 4
      if (name === 'fine' || (isSecond && name !== 'never')) return grading(Promise.resolve(reportOf(10)))
      return grading(name === 'dead' ? Promise.reject(new DockerError('it died')) : Promise.resolve(undecided))
    })
    expect(outcomes.map((outcome) => [outcome.name, verdictOf(outcome)])).toEqual([
      ['busy', 'passed'],
      ['dead', 'passed'],
      ['fine', 'passed'],
      ['never', 'not graded'],
    ])
    expect(order.slice(4).toSorted()).toEqual(['busy', 'dead', 'never'])
    expect(alone).toBe(true)
  })

  test('where Docker itself has gone, it ends, and nothing is blamed on a submission', async () => {
    const gone = new DockerError('the daemon does not answer')
    const outcomes: Outcome[] = []
    const running = run({ a: 'x', b: 'x' }, () => grading(Promise.reject(new DockerError('it died'))), {
      checkPlatform: () => Promise.reject(gone),
      onOutcome: (outcome) => outcomes.push(outcome),
    })
    await expect(running).rejects.toBe(gone)
    expect(outcomes).toEqual([])
  })

  test('what an earlier run decided stands; what it could not grade, or has changed since, is graded', async () => {
    const first = await run({ a: '1', b: '2', c: '3' }, ({ submissionName: path }) =>
      grading(Promise.resolve(basename(path!) === 'b' ? undecided : reportOf(5))),
    )
    writeFileSync(join(folder, 'c/server.ts'), 'changed')
    const graded: string[] = []
    const second = await run(
      {},
      ({ submissionName }) => {
        graded.push(basename(submissionName!))
        return grading(Promise.resolve(reportOf(10)))
      },
      {
        known: new Map(first.outcomes.map((outcome) => [outcome.name, outcome])),
      },
    )
    expect(graded).toEqual(['b', 'c'])
    expect(second.known.map(({ name }) => name)).toEqual(['a'])
  })

  test('when it is stopped, nothing new begins and what runs is cancelled', async () => {
    const stop = new AbortController()
    let cancelled = 0
    const begun: string[] = []
    const running = run(
      Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`s${i}`, ''])),
      ({ submissionName }) => {
        begun.push(basename(submissionName!))
        if (begun.length === 2) void setImmediate().then(() => stop.abort(new CancelledError('stopped')))
        const { promise, reject } = Promise.withResolvers<Report>()
        const cancel = async () => {
          cancelled++
          reject(new CancelledError('cancelled'))
        }
        return { result: promise, cancel }
      },
      { signal: stop.signal },
    )
    await expect(running).rejects.toThrow(CancelledError)
    expect([begun.length, cancelled]).toEqual([2, 2])
  })
})

describe('a journal', () => {
  const conditions: Conditions = {
    journal: 1,
    exercise: 'e',
    exerciseHash: 'h',
    platform: '1',
    backend: 'simulated',
    seed: 1,
    variant: 'sample',
    tests: null,
  }
  const open = (changes: Partial<Conditions> = {}, fresh = false) =>
    new Journal(folder, { ...conditions, ...changes }, { fresh })
  const outcome = (name: string): Outcome => ({ name, hash: name, refused: 'no' })
  const path = () => join(folder, 'journal.ndjson')

  test('gives back what was added, the last of a name', () => {
    const first = open()
    first.add(outcome('a'))
    first.add(outcome('b'))
    first.add({ ...outcome('a'), refused: 'again' })
    first.close()
    const second = open()
    expect([...second.outcomes.values()]).toEqual([{ ...outcome('a'), refused: 'again' }, outcome('b')])
    second.close()
  })

  test('loses no more than the line that a crash cut short, and goes on behind the last whole one', () => {
    const first = open()
    first.add(outcome('a'))
    first.close()
    appendFileSync(path(), '{"name":"b","ha')
    const second = open()
    expect([...second.outcomes.keys()]).toEqual(['a'])
    second.add(outcome('c'))
    second.close()
    const third = open()
    expect([...third.outcomes.keys()]).toEqual(['a', 'c'])
    third.close()
  })

  test('does not mix grades of other conditions, unless it begins anew', () => {
    const first = open()
    first.add(outcome('a'))
    first.close()
    expect(() => open({ seed: 2 })).toThrow(/other conditions \(seed 1, now 2\): --out .* --fresh/)
    const second = open({ seed: 2 }, true)
    expect(second.outcomes.size).toBe(0)
    second.close()
  })

  test('has one writer at a time; a writer that is gone is none', () => {
    const first = open()
    writeFileSync(join(folder, 'lock'), String(process.ppid))
    expect(() => open()).toThrow(`another batch (process ${process.ppid}) is at work there`)
    first.close()
    writeFileSync(join(folder, 'lock'), '999999999')
    const second = open()
    second.close()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })
})

describe('results', () => {
  const outcomes: Outcome[] = [
    { name: 'ann', hash: 'h', report: reportOf(10) },
    { name: '=cmd|"x"', hash: 'h', report: reportOf(4) },
    { name: 'zip\nbomb', hash: 'h', refused: 'it holds more than 20 MB, or so' },
    { name: 'dead', hash: 'h', fault: 'the container died' },
  ]

  test('are a table that says who passed, what failed most, and where the rest is', () => {
    expect(summaryText(outcomes, '/out')).toBe(
      '4 submissions: 1 passed, 1 failed, 1 refused, 1 not graded\nmean 7.0 of 10 points\nfailed most often: h2 (1)\n/out: summary.csv, reports/\n',
    )
    expect(outcomes.map((outcome) => outcomeLine(outcome, 8))).toEqual([
      '✓ ann         10/10',
      '✕ =cmd|"x"     4/10  h2',
      '✕ zip�bomb  refused  it holds more than 20 MB, or so',
      '? dead      not graded  the container died',
    ])
  })

  test('are CSV that a spreadsheet reads as text, whatever a submission is called', () => {
    writeCsv(folder, outcomes)
    const [head, ann, formula] = readFileSync(join(folder, 'summary.csv'), 'utf8').split('\r\n')
    expect(head).toBe('submission,verdict,points,of,failed tests,hint,detail,hash,report')
    expect(ann).toBe('ann,passed,10,10,,,,h,reports/ann.txt')
    expect(formula).toMatch(/^"'=cmd\|""x""",failed,4,10,h2,/)
  })

  test('that cannot be written end nothing: each is told of, and the others are there', () => {
    mkdirSync(join(folder, 'reports/ann.txt'), { recursive: true })
    const complaints: string[] = []
    const files = new ResultFiles(folder, (sentence) => complaints.push(sentence))
    for (const outcome of outcomes) files.report(outcome)
    files.table(outcomes)
    expect(complaints).toEqual([expect.stringMatching(/cannot be written: EISDIR.*journal\.ndjson/)])
    expect(files.failed).toBe(1)
    expect(existsSync(join(folder, 'reports/dead.txt'))).toBe(true)
    expect(existsSync(join(folder, 'summary.csv'))).toBe(true)
  })

  test('are a file for each submission, under a name that every disk takes and no two share', () => {
    for (const outcome of outcomes) writeReport(folder, outcome)
    expect(readFileSync(join(folder, 'reports/ann.txt'), 'utf8')).toContain('10 of 10 points')
    expect(existsSync(join(folder, 'reports', `${reportName('zip\nbomb')}.txt`))).toBe(true)
    expect(reportName('../../x')).toMatch(/^\.\._\.\._x-[0-9a-f]{8}$/)
    expect(reportName('a/b')).not.toBe(reportName('a:b'))
    expect(reportName('Zoë Müller')).toBe('Zoë Müller')
  })

  test.each(['x', 'ü', '日', '𝒳'])('have names of fewer bytes than a disk takes, of %s without end', (letter) => {
    const [one, other] = [letter.repeat(250), `${letter.repeat(250)}y`].map((name) => ({ ...outcomes[0]!, name }))
    for (const outcome of [one!, other!]) writeReport(folder, outcome)
    expect(readdirSync(join(folder, 'reports')).filter((name) => name.startsWith(letter))).toHaveLength(4)
    expect(Buffer.byteLength(`${reportName(one!.name)}.json`)).toBeLessThanOrEqual(255)
  })

  test.each([' =1+1', '\t=1+1', '\u00a0@SUM(A1)', '\u202e=1+1', '＝1+1', '\r\n-2'])(
    'are CSV in which %j is text',
    (name) => {
      writeCsv(folder, [{ ...outcomes[0]!, name }])
      const [, row] = readFileSync(join(folder, 'summary.csv'), 'utf8').split('\r\n')
      expect(row).toMatch(/^"'/)
      expect(row).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u)
    },
  )
})
