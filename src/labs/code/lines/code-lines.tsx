import type { JSX } from 'preact'
import { highlightLines } from '../index.ts'

/** Lines of a program, numbered and colored, for a `<pre class="code">`. */
export function CodeLines({ text }: { text: string }): JSX.Element {
  return (
    <>
      {highlightLines(text).map((line, index) => (
        <span class="code-line" key={index}>
          <span class="line-number">{index + 1}</span>
          <span>
            {line.map((token) => (token.kind === 'plain' ? token.text : <span class={token.kind}>{token.text}</span>))}
          </span>
        </span>
      ))}
    </>
  )
}
