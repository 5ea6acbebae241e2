/**
 * Submissions that waste the grader's time, graded with all the tests of an exercise: each gets its verdict soon, and the submission
 * fails, not the platform.
 */
import { availableParallelism, loadavg } from 'node:os'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { Grader } from '../docker/support.ts'
import { missing } from '../support/requirements.ts'
import { expectFairFailure } from './jail/submit.ts'

vi.setConfig({ testTimeout: 500_000, hookTimeout: 300_000 })
/**
 * The tests of a submission may take 40 s together. On two cores with nothing beside it an endless loop has its verdict after 51 s on a real kernel;
 * the rest is room for a disk and a daemon that others use, too.
 */
const MOST_MS = 120_000

/** Programs that want a processor, for each that there is; at least 1. */
const crowd = () => Math.max(1, loadavg()[0]! / availableParallelism())
const isBusy = () => process.env.ACKADEMY_NO_SKIP !== '1' && crowd() > 2

const answering = (answer: string) => `
import net from 'node:net'
net.createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', (data) => { ${answer} })
}).listen(9000)
`
const BUSY = 'const end = process.cpuUsage().user + 3e6; while (process.cpuUsage().user < end);'

const SUBMISSIONS: [name: string, program: string][] = [
  ['never returns', 'for (;;) {}'],
  ['never returns from its first answer', answering('socket.write(data); for (;;) {}')],
  ['computes for seconds before each answer', answering(`${BUSY} socket.write(data)`)],
  ['floods its output with large pieces', "for (;;) process.stdout.write('x'.repeat(65536) + '\\n')"],
  [
    'floods its output with small pieces',
    `${answering('')}setInterval(() => { for (let i = 0; i < 1e5; i++) console.log(i) })`,
  ],
  ['floods its errors', `${answering('')}const go = () => process.stderr.write('x'.repeat(1e6), go)\ngo()`],
]

describe.skipIf(missing('docker'))('the whole of a submission that', () => {
  const grader = new Grader()
  afterAll(() => grader.close())

  const cases = [
    ...SUBMISSIONS.map(([name, program]) => ({ name, program, backend: 'simulated' as const })),
    // On a real kernel the verdict comes the same way, in real time: one of each kind is enough.
    ...SUBMISSIONS.filter((_, at) => at === 0 || at === 3).map(([name, program]) => ({
      name,
      program,
      backend: 'linux' as const,
    })),
  ]

  // One by one, so that none is charged for the load of the others.
  test.for(cases)('$name gets its verdict on $backend', async ({ program, backend }, context) => {
    if (isBusy()) return context.skip('the machine is busy with other things, and time by itself says nothing')
    const began = performance.now()
    const report = await grader.grade(context, 'tcp-echo-line', { files: { 'server.ts': program }, backend })
    // Waiting for a processor isn't charged to a submission, so it lengthens what the verdict takes.
    const took = (performance.now() - began) / crowd()
    expectFairFailure(report)
    expect(report.tests.length).toBeGreaterThan(15)
    expect(took).toBeLessThan(MOST_MS)
  })
})
