import type { JSX } from 'preact'
import { highlightLines } from '../code/index.ts'

/** A program's source, with line numbers. */
export function ProgramText({ name, text }: { name: string; text: string }): JSX.Element {
  return (
    <div>
      <h3>{name}</h3>
      <pre class="code" tabIndex={0} role="group" aria-label={name}>
        {highlightLines(text.trimEnd()).map((line, index) => (
          <span class="code-line" key={index}>
            <span class="line-number">{index + 1}</span>
            <span>
              {line.map((token) =>
                token.kind === 'plain' ? token.text : <span class={token.kind}>{token.text}</span>,
              )}
            </span>
          </span>
        ))}
      </pre>
    </div>
  )
}
