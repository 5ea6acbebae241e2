/**
 * `ackademy check`: the author's check. `check-all.ts` finds what to check and creates the graders (`pool.ts`: simulated
 * worlds in worker processes; Docker for real kernels); the checks are in `src/grader/check`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { checkAsHtml, checkAsText, questionsAsText } from '#grader/check/index.ts'
import { CommandError } from '../command-error.ts'
import { type CheckedAll, checkAll } from './check-all.ts'
import { CHECK_HELP, parseCheckOptions } from './options.ts'

/** Results on standard output, progress on standard error. */
export async function run(args: string[]): Promise<number> {
  const options = parseCheckOptions(args)
  if (!options) {
    process.stdout.write(CHECK_HELP)
    return 0
  }
  const began = performance.now()
  const results = await checkAll(options)
  process.stdout.write(options.json ? `${JSON.stringify(results, null, 2)}\n` : asText(results))
  if (options.html !== null) writePage(options.html, results, performance.now() - began)
  return [...results.exercises, ...results.questions].every(({ passed }) => passed) ? 0 : 1
}

const asText = ({ exercises, questions }: CheckedAll): string =>
  [...exercises.map(checkAsText), ...questions.map(questionsAsText)].join('\n')

const TOKENS = new URL('../../styles/tokens.css', import.meta.url)

function writePage(file: string, { exercises, questions }: CheckedAll, tookMs: number): void {
  const page = checkAsHtml(exercises, questions, { tokens: readFileSync(TOKENS, 'utf8'), at: new Date(), tookMs })
  try {
    writeFileSync(file, page)
  } catch (error) {
    throw new CommandError(`--html ${file}: the page cannot be written: ${(error as Error).message}`)
  }
}
