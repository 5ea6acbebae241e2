/**
 * The same programs in the worker that the lab page gives them, in Chromium and in Debian's Firefox and WebKit, against Node itself. Where skipping is
 * forbidden (CI) all of them run in Chromium; elsewhere every fourth. Firefox and WebKit run those of the network, streams and timers; they
 * write stack traces and the engine's own messages in a form of their own.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FULL } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'
import { inChromium, inFirefox, inWebKit } from './browser/browsers.ts'
import { BrowserRound, type OpenBrowser } from './browser/round.ts'
import { type Browser, comparable, differenceOn, type Outcome, type ParityProgram } from './program.ts'
import { PROGRAMS } from './programs.ts'
import { runReal } from './real.ts'

/** Real milliseconds that a whole round may take on a busy machine with two cores. */
const PATIENCE = 240_000
const all = [...PROGRAMS]
const everyNth = (n: number) => all.filter((_, index) => index % n === 0)
const isWhole = FULL || process.env.ACKADEMY_NO_SKIP === '1'

/** All but V8 write stack traces in a form of their own. */
const showsFrames = ({ stdout, stderr }: Outcome) => /^ {4}at /m.test(stdout + stderr)

function roundIn(browser: Browser, open: OpenBrowser, programs: [name: string, program: ParityProgram][]): void {
  let round: BrowserRound
  beforeAll(async () => {
    round = await BrowserRound.start(
      programs.map(([, program]) => program),
      open,
    )
  }, PATIENCE)
  afterAll(async () => {
    console.log(`${programs.length} programs in ${browser}: ${(round.milliseconds / 1000).toFixed(1)} s`)
    await round.close()
  })
  for (const [name, program] of programs) {
    const reason = differenceOn(browser, program)
    it(reason === undefined ? name : `${name} differs: ${reason}`, { timeout: PATIENCE }, async () => {
      const [there, real] = await Promise.all([round.outcome(program), runReal(program)])
      const expected = comparable(real, program)
      // A difference that is gone is to be struck from the program.
      if (reason === undefined && !(browser !== 'Chromium' && showsFrames(real)))
        expect(comparable(there, program)).toEqual(expected)
      else expect(comparable(there, program)).not.toEqual(expected)
    })
  }
}

describe.skipIf(missing('chromium'))("a process in Chromium's worker does what Node does", () => {
  roundIn('Chromium', inChromium, isWhole ? all : everyNth(4))
})

const network = all.filter(([name]) => /^(?:net|dgram|dns|http|stream|timers|url)-/.test(name))
const everySixth = network.filter((_, index) => index % 6 === 0)

describe.skipIf(missing('firefox'))("a process in Firefox's worker does what Node does", () => {
  roundIn('Firefox', inFirefox, isWhole ? network : everySixth)
})

describe.skipIf(missing('webkit'))("a process in WebKit's worker does what Node does", () => {
  roundIn('WebKit', inWebKit, isWhole ? network : everySixth)
})
