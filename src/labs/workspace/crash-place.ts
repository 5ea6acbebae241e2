import type { OutputLine } from '../recording/index.ts'

export interface CrashPlace {
  file: string
  line: number
  message: string
}

const PLACE = /(?:file:\/\/)?\/work\/([\w./-]+):(\d+)/
const ERROR = /^(?:Uncaught )?(?:[A-Z]\w*(?:Error|Exception)|Error)\b.*/

/** Finds where in the learner's files a program crashed, and its error message, in what Node printed. */
export function crashPlace(lines: readonly OutputLine[], files: Readonly<Record<string, string>>): CrashPlace | null {
  const errors = lines.filter((line) => line.stream === 'stderr').map((line) => line.text)
  const message = errors.findLast((line) => ERROR.test(line)) ?? ''
  for (const line of errors) {
    const [, file, number] = PLACE.exec(line) ?? []
    if (file !== undefined && file in files) return { file, line: Number(number), message }
  }
  return null
}
