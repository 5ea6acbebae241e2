import type { JSX } from 'preact'
import type { Attempt } from '#grader/surprise/index.ts'
import { strings } from '#strings'

const words = strings.surprise

/** What a use of the client printed. */
export function AttemptText({ attempt }: { attempt: Attempt }): JSX.Element {
  const { output, status } = attempt
  return (
    <pre class="attempt">
      {output.trimEnd() || words.nothingPrinted}
      {status === null && `\n${words.interrupted}`}
    </pre>
  )
}
