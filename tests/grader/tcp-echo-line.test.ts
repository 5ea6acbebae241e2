/** The whole way from a folder to a report, in simulated worlds with every program in a process of its own. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { hasPassed, Report } from '#grader'
import { checkClaim } from '#grader/check/claim-findings.ts'
import { closeWorlds, course, grade, testsFor } from './support.ts'

// Some ten worlds with a process each, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const exercise = course.exercise('tcp-echo-line')
afterAll(closeWorlds)

const chunk = exercise.wrong.find(({ name }) => name === 'chunk')!

describe('tcp-echo-line, simulated', () => {
  test('the solution passes every test, with all points', async () => {
    const report = await grade(exercise, exercise.solution!)
    expect(
      report.tests
        .filter(({ status }) => status !== 'passed')
        .map(({ id, reason, evidence }) => [id, reason ?? evidence?.sentence]),
    ).toEqual([])
    expect(hasPassed(report)).toBe(true)
    expect(report.score).toMatchObject({ points: 10, of: 10 })
    expect(report.hints).toEqual([])
  })

  test('one submission, seed and variant give one report', async () => {
    const comparable = async () => {
      const { run: _, ...report } = await grade(exercise, chunk.files, { tests: ['v1', 'h3/*'] })
      return report
    }
    expect(await comparable()).toEqual(await comparable())
  })

  // All others in one thread (`exercises-*.test.ts`): the same worlds.
  const programs = [
    { name: 'the starter', files: exercise.starter, claim: exercise.exercise.starter },
    { name: 'the mistake chunk', files: chunk.files, claim: chunk.claim },
  ]
  test.each(programs)('$name fails as claimed, with its own hint', async ({ files, claim }) => {
    const report = await grade(exercise, files, { tests: testsFor(exercise, claim) })
    expect(
      checkClaim('it', claim, { about: 'it', where: 'here', report }, exercise.hints).filter(
        ({ kind }) => kind === 'problem',
      ),
    ).toEqual([])
    expect(report.hints[0]?.id).toBe(claim.hint)
    expect(hasPassed(report)).toBe(false)
    expect(report.score!.points).toBeLessThan(10)
    expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
  })
})

describe('what a failure says', () => {
  const reportOf = (name: string, tests: string[]) =>
    grade(exercise, exercise.wrong.find((wrong) => wrong.name === name)!.files, { tests })

  test('the byte at which the stream had to be cut, as the only cut', async () => {
    const report = await reportOf('utf8', ['v1', 'h3/*'])
    const { schedule, sentence, observed } = report.tests.find(({ id }) => id === 'h3/dribble')!.evidence!
    // PING␍⏎ has 6 bytes, "costs 5 " 8: the three bytes of € begin at 14.
    expect(schedule).toEqual({ kind: 'dribble', minimised: true, cut: [15], join: [] })
    expect(sentence).toMatch(
      /^The three answers: number 2 of 3 is '.*costs 5 ���', expected '.*costs 5 €', when byte 15 began a new segment\.$/,
    )
    expect(observed[0]).toBe(
      'It fails when a segment ends after "PING␍⏎costs 5 \ufffd" (byte 15), which is inside a UTF-8 character.',
    )
    expect(report.hints[0]).toMatchObject({ id: 'decodes-chunks', test: 'h3/dribble' })
    expect(report.hints[0]?.text).toMatch(/^The cut at byte 15 went through a character/)
  })

  test('that nothing listens where it should', async () => {
    const report = await grade(
      exercise,
      { 'server.ts': "import net from 'node:net'\nnet.createServer().listen(9001)" },
      { tests: ['v1'] },
    )
    expect(report.hints[0]?.text).toBe(
      'Your program runs, but nothing in it listens on port 9000. Call `server.listen(params.port)`.',
    )
  })

  test('what was left open', async () => {
    const server = `${exercise.solution!['server.ts']}\nsetInterval(() => {}, 60_000)\n`
    const report = await grade(exercise, { 'server.ts': server }, { tests: ['h8'] })
    const { evidence } = report.tests[0]!
    expect(evidence?.sentence).toBe(
      'Something was left when the test was over: server.ts on server: 1 timer still running.',
    )
    expect(evidence?.leaks).toMatchObject([{ kind: 'timer' }])
  })

  test('the packets of that one world, the steps with their lines, and what became of the program', async () => {
    const report = await reportOf('no-error', ['v1', 'h8'])
    const { evidence } = report.tests.find(({ id }) => id === 'h8')!
    expect(evidence?.sentence).toBe('server.ts ended with exit code 1: Error: read ECONNRESET')
    expect(evidence?.packets?.ladder.some((row) => /client > server .*RST/.test(row))).toBe(true)
    expect(evidence?.processes[0]).toMatchObject({
      name: 'server.ts',
      host: 'server',
      exit: { code: 1, error: { code: 'ECONNRESET' } },
    })
    expect(evidence?.steps.at(-1)?.source?.file).toBe('practice.test.ts')
    expect(report.hints[0]?.text).toMatch(/^ECONNRESET on one client's connection ended the whole process\./)
  })
})
