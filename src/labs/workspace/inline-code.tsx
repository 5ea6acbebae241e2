import type { JSX } from 'preact'

/** A sentence of a hint, with text between backticks as code. */
export function InlineCode({ text }: { text: string }): JSX.Element {
  return <>{text.split('`').map((piece, index) => (index % 2 === 1 ? <code key={index}>{piece}</code> : piece))}</>
}
