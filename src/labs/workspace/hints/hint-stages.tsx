import type { JSX } from 'preact'
import { strings } from '#strings'
import { highlightLines } from '../../code/index.ts'
import { InlineCode } from '../inline-code.tsx'
import type { Workspace } from '../workspace.ts'

const words = strings.hints

/** Hints open to everybody, one stage after the other. The next one's cost is shown before it is opened. */
export function HintStages({ workspace }: { workspace: Workspace }): JSX.Element | null {
  const { hints } = workspace.exercise
  const opened = workspace.openedHints.value
  if (hints.length === 0) return null
  const next = hints[opened]
  return (
    <section class="hint-stages" aria-label={words.title}>
      {hints.slice(0, opened).map((hint, index) => (
        <div key={hint.text} class="hint-stage">
          <p class="hint">
            <b>{words.stage(index + 1, hints.length)}</b> <InlineCode text={hint.text} />
          </p>
          {hint.file && (
            <pre class="code" tabIndex={0} role="group" aria-label={hint.file.name}>
              {highlightLines(hint.file.text).map((line, row) => (
                <span class="code-line" key={row}>
                  {line.map((token) =>
                    token.kind === 'plain' ? token.text : <span class={token.kind}>{token.text}</span>,
                  )}
                  {'\n'}
                </span>
              ))}
            </pre>
          )}
        </div>
      ))}
      {next && (
        <button type="button" class="button" onClick={() => workspace.openHint()}>
          {words.open(opened + 1, hints.length, next.costs)}
        </button>
      )}
    </section>
  )
}
