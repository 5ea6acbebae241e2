import { type StepRecord, showValue } from '#lab'

/**
 * Words for a value that one of the test's last steps returned, if its author gave none: `the answer to 'PING⏎'`. Null if the
 * value is a different one, a part of one, or of an operation without such words.
 */
export function stepSubject(last: readonly StepRecord[], actual: unknown): string | null {
  return last.reduceRight<string | null>((found, step) => found ?? subjectIn(step, actual), null)
}

function subjectIn(step: StepRecord, actual: unknown): string | null {
  const isWhole = step.outcome === showValue(actual)
  if (step.op === 'output' && typeof actual === 'string')
    return step.outcome.includes(showValue(actual)) ? `what ${programOf(step.on)} printed` : null
  const [called] = /^[\w.]+(?=\()/.exec(step.args) ?? []
  if (step.op === 'call' && called !== undefined && isErrorOf(step, actual)) return `the error of ${called}()`
  if (!isWhole) return null
  if (step.op === 'call') return called === undefined ? null : `what ${called}() gave`
  return wordsFor(step)
}

function wordsFor(step: StepRecord): string | null {
  if (step.op === 'ask') return `the answer to ${step.args}`
  if (step.op === 'exited') return `the end of ${programOf(step.on)}`
  const from = sourceOf(step.on)
  if (step.op === 'line') return `the line from ${from}`
  if (step.op === 'lines') return `the ${step.args} lines from ${from}`
  return step.op === 'rest' ? `all that came from ${from} up to the end` : null
}

/** Words for the goal of a wait, by the step that failed with its error; null if it has none. */
export function waitSubject(
  last: readonly StepRecord[],
  { code, seen }: { code: string; seen: string },
): string | null {
  const step = last.findLast(({ outcome }) => outcome === `${code}: ${seen}`)
  if (!step) return null
  const from = sourceOf(step.on)
  if (step.op === 'expectEnd') return `the end of the connection (FIN) from ${from}`
  if (step.op === 'expectReset') return `the reset (RST) from ${from}`
  if (step.op === 'expectSilence') return `silence from ${from}`
  return wordsFor(step)
}

/** Whether a value is the error of a step: the outcome begins with its code. */
function isErrorOf({ outcome }: StepRecord, actual: unknown): boolean {
  if (!(actual instanceof Error)) return false
  const { code = actual.name } = actual as { code?: unknown }
  return outcome.startsWith(`${code}: `) || outcome.includes(actual.message)
}

/** `client→server:9000`: the other end, by its host; a client from outside, by its address. For a program: its name. */
function sourceOf(on: string): string {
  const [here, there] = on.split(/[→←]/)
  return there === undefined ? programOf(here!) : there.replace(/:\d+$/, '')
}

/** `client:caller.ts` */
const programOf = (on: string) => on.slice(on.indexOf(':') + 1)
