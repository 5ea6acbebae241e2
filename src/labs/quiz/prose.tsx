import type { JSX } from 'preact'

/** A sentence of a question, with `code` and *emphasis* as in a lesson. */
export function Prose({ text }: { text: string }): JSX.Element {
  const parts = text.split(/(`[^`]+`|\*[^*]+\*)/)
  return (
    <>
      {parts.map((part, index) => {
        if (part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>
        return part.startsWith('*') && part.length > 1 ? <em key={index}>{part.slice(1, -1)}</em> : part
      })}{' '}
    </>
  )
}
