/** What a learner reads of a failure: the sentence, the packet, the solution's conversation, the hint, the lesson; never a stack trace first. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { hasPassed, reportAsText } from '#grader'
import { course } from './course.ts'
import { gradeHere, smallExercise } from './small-exercise.ts'
import { closeWorlds, grade } from './support.ts'

vi.setConfig({ testTimeout: 120_000 })

const SOLUTION = `
import net from 'node:net'
net.createServer((socket) => {
  let rest = ''
  socket.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\\n')
    rest = lines.pop()
    for (const line of lines) socket.write(line.toUpperCase() + '\\n')
  })
  socket.on('end', () => socket.end())
}).listen(9000)
`

const exercise = {
  ...smallExercise({
    ids: ['v1', 'h2'],
    tests: `
const test = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: 9000 })
  return { client: await lab.host('client').connect('server', 9000) }
})
test('v1 answers lines', async ({ client }) => {
  await lab.converse(client, [['one', 'ONE'], ['two', 'TWO']])
})
test('h2 sends nothing after its FIN, and no RST', async ({ client, lab }) => {
  expect(await client.ask('hi\\n')).toBe('HI')
  await client.end()
  await lab.settle()
  const packets = await lab.capture('tcp').all()
  expect(packets).toContainInOrder('ip.src == 10.0.9.1 && tcp.flags.fin == 1', 'ip.src == 10.0.9.2 && tcp.flags.fin == 1')
  expect(packets).toHavePackets('tcp.flags.reset == 1', 0)
})`,
    causes: `  - id: lower
    at: { v1: "the answer to *" }
    when: { received: case }
    say: The answer is the line in capitals.
    lesson: 01-lines#answers
`,
  }),
  solution: { 'server.ts': SOLUTION },
}

describe('a program that does not come to an answer', () => {
  // One that never returns needs a process of its own.
  afterAll(closeWorlds)

  const withLine = (line: string) => SOLUTION.replace("let rest = ''", `let rest = ''\n${line}`)

  test('names the line of an error, and why it was thrown', async () => {
    const { tests } = await gradeHere(exercise, withLine('socket.on("data", () => {\n missing.pop()\n})'), {})
    expect(tests[0]!.evidence!.place).toEqual({
      file: 'server.ts',
      line: 6,
      column: 2,
      why: 'No variable missing can be seen from here.',
    })
  })

  test('names the line of a loop that it does not leave, and the other tests do not wait for it', async () => {
    const program = withLine('socket.on("data", () => {\n for (;;) rest\n})')
    const report = await grade(exercise, { 'server.ts': program }, { loops: { stopAfter: 1 } })
    const [first, second] = report.tests
    expect(first!.evidence).toMatchObject({
      sentence: 'server.ts gave no answer within 2 s and was stopped: it never returned to Node.',
      place: {
        file: 'server.ts',
        line: 6,
        why: expect.stringMatching(/^The loop at line 6 of server.ts ran more than 100,000 times/),
      },
    })
    expect(second).toMatchObject({ status: 'timed-out', runs: 0 })
    const text = reportAsText(report)
    expect(text).toContain('  server.ts:6: The loop at line 6')
    expect(text).toContain('h2 sends nothing after its FIN, and no RST — Not run: your program did not return from v1')
  })

  test('says nothing of a line where none goes round: a regular expression that tries everything', async () => {
    const program = withLine("socket.on('data', () => {\n /^(a+)+$/.test('a'.repeat(60) + 'b')\n})")
    const { tests } = await grade(exercise, { 'server.ts': program }, { loops: { stopAfter: 1 } })
    expect(tests[0]!.evidence!.sentence).toContain('never returned to Node')
    expect(tests[0]!.evidence!.place).toBeUndefined()
  })
})

describe('a wrong answer', () => {
  const lower = SOLUTION.replace('line.toUpperCase()', "(line === 'two' ? line : line.toUpperCase())")

  test('is shown beside the solution’s, as the first message that differs', async () => {
    const report = await gradeHere(exercise, lower, { reference: true })
    const { evidence } = report.tests[0]!
    expect(evidence!.sentence).toBe("The answer to 'two⏎' is 'two', expected 'TWO'.")
    expect(evidence!.reference).toMatchObject({
      sentence:
        'What server sends in its 2nd turn in client > server:9000 differs at byte 0: "two\\n" with your program, "TWO\\n" with the solution.',
      yours: '"two\\n"',
      solution: '"TWO\\n"',
    })
    const { ladder, firstWrongRow } = evidence!.packets!
    expect(ladder[firstWrongRow!]).toMatch(/server > client PSH ACK seq 5/)
  })

  test('reads from the sentence to the lesson, without a stack trace', async () => {
    const text = reportAsText(await gradeHere(exercise, lower, { reference: true }))
    const order = [
      "✕ The answer to 'two⏎' is 'two', expected 'TWO'.\n  v1 answers lines",
      '  expected  TWO\n  received  two',
      '← the first that is wrong',
      'Compared with the solution: What server sends in its 2nd turn',
      'Hint: The answer is the line in capitals.',
      'Read again: 03-tcp/01-lines#answers',
      'At: visible.test.ts:',
      'Again: ackademy grade small',
    ].map((part) => [part, text.indexOf(part)] as const)
    for (const [part, at] of order) expect(at, part).toBeGreaterThanOrEqual(0)
    expect(order.map(([, at]) => at)).toEqual(order.map(([, at]) => at).toSorted((a, b) => a - b))
    expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m)
  })

  test('costs no second world where nobody asked for the comparison', async () => {
    const report = await gradeHere(exercise, lower)
    expect(report.tests[0]!.evidence!.reference).toBeUndefined()
  })
})

test('a reset instead of a FIN is named by the packet, and by what the solution does', async () => {
  const rude = SOLUTION.replace('socket.end()', 'socket.resetAndDestroy()')
  const { evidence } = (await gradeHere(exercise, rude, { reference: true, tests: ['h2'] })).tests[0]!
  expect(evidence!.sentence).toMatch(
    /^Of the packets that the test looks for, number 2 of 2 did not come after packet \d+ \(client > server FIN ACK.*\); packet \d+ \(server > client RST .* came instead/,
  )
  // What came instead is in the sentence; the packet after which the FIN is missing is marked.
  expect(evidence!.packets!.firstWrong).toBeUndefined()
  expect(evidence!.packets!.ladder[evidence!.packets!.firstWrongRow!]).toMatch(/client > server FIN ACK/)
  expect(evidence!.reference!.about).toBe('flags')
})

test('stages of the hints cost what they say, once opened', async () => {
  const real = course.exercise('tcp-echo-line')
  const report = await gradeHere(real, real.solution!, { hintsOpened: 4, tests: ['v1', 'v2'] })
  expect(hasPassed(report)).toBe(true)
  expect(report.score!.hintCost).toBeGreaterThan(0)
})

test('hints never see the name of a submission', async () => {
  const lower = SOLUTION.replace('toUpperCase', 'toLowerCase')
  const named = async (submissionName: string) =>
    (await gradeHere(exercise, lower, { submissionName, reference: true })).hints
  expect(await named('wrong/lower')).toEqual(await named('solution'))
})
