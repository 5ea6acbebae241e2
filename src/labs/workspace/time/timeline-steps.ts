import type { TestResult } from '#grader'
import { strings } from '#strings'
import type { TimelineStep } from '../shown.ts'

type Evidence = NonNullable<TestResult['evidence']>
type Step = Evidence['steps'][number]

const words = strings.time.steps
/** Characters of a step's name. */
const MOST = 24
/** Nanoseconds between steps that share a label: a send, and the wait for its answer. */
const TOGETHER = 1_500_000

/** What a failed test did, as the timeline names it: `connect`, `send "hel"`, `expect a line`. The last one failed. */
export function timelineSteps(evidence: Evidence | undefined): TimelineStep[] {
  const steps = evidence?.steps ?? []
  const failed = steps.findLast(({ outcome }) => FAILED.test(outcome)) ?? steps.at(-1)
  const named: TimelineStep[] = []
  for (const step of steps) {
    const text = textOf(step)
    if (text === null) continue
    const [at, isFailed] = [Math.round(step.from * 1e6), step === failed]
    const last = named.at(-1)
    if (last && at - last.at < TOGETHER)
      named[named.length - 1] = {
        at: last.at,
        text: `${last.text}, ${short(text)}`,
        isFailed: last.isFailed || isFailed,
      }
    else named.push({ at, text: short(text), isFailed })
  }
  return named
}

/** `TIMEOUT: nothing` */
const FAILED = /^(?:TIMEOUT|UNEXPECTED|END|RESET|REFUSED|UNREACHABLE|EXITED): /

/** Null for steps without effect on the wire. */
function textOf({ op, args }: Step): string | null {
  if (op === 'ask') return `${words.send(args)}, ${words.line}`
  if (op === 'send') return words.send(args)
  if (op === 'lines') return words.lines(args)
  return op in PLAIN ? PLAIN[op as keyof typeof PLAIN] : null
}

const PLAIN = {
  connect: words.connect,
  line: words.line,
  rest: words.rest,
  expectEnd: words.fin,
  expectReset: words.reset,
  expectSilence: words.silence,
  end: words.end,
  reset: words.sendReset,
  settle: words.wait,
  advance: words.wait,
}

const short = (text: string) => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text)

/** Labels that fit next to each other, by their offset in pixels; the failed one always stays. */
export function roomFor<T extends { text: string; isFailed: boolean }>(
  steps: readonly T[],
  offset: (step: T) => number,
  pixelsPerCharacter: number,
): T[] {
  const width = ({ text, isFailed }: T) => (text.length + (isFailed ? 2 : 0) + 1) * pixelsPerCharacter
  const failed = steps.find(({ isFailed }) => isFailed)
  let end = Number.NEGATIVE_INFINITY
  return steps.filter((step) => {
    const begin = offset(step)
    const isFree =
      begin >= end && (step === failed || !failed || begin > offset(failed) || begin + width(step) <= offset(failed))
    if (isFree || step === failed) end = begin + width(step)
    return isFree || step === failed
  })
}
