import type { JSX } from 'preact'
import { strings } from '#strings'
import { CodeLines } from '../code/lines/index.ts'
import type { Caret } from '../editor/index.ts'

interface StaticCodeProps {
  text: string
  /** A key pressed before the editor exists: a character, or Backspace. */
  onType: (key: string) => void
}

/** A file's text in place of the editor until it has loaded: colored, readable, and ready for clicks and typing. */
export function StaticCode({ text, onType }: StaticCodeProps): JSX.Element {
  return (
    <pre
      class="code static-code"
      role="group"
      tabIndex={0}
      aria-label={strings.editor.loading}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return
        if (event.key.length > 1 && event.key !== 'Enter' && event.key !== 'Backspace') return
        event.preventDefault()
        onType(event.key)
      }}
    >
      <CodeLines text={text} />
    </pre>
  )
}

/** Appends one key to the text typed so far. */
export function typedOn(typed: string, key: string): string {
  if (key === 'Backspace') return typed.slice(0, -1)
  return typed + (key === 'Enter' ? '\n' : key)
}

/** Offset of the caret in the static code; null without focus. */
export function caretIn(pane: HTMLElement): Caret | null {
  const code = pane.querySelector('.static-code')
  if (!code?.contains(document.activeElement)) return null
  const { focusNode, focusOffset } = getSelection()!
  const line = focusNode && (focusNode instanceof Element ? focusNode : focusNode.parentElement)?.closest('.code-line')
  if (!line || !code.contains(line)) return { line: 1, column: 1 }
  const before = document.createRange()
  before.setStart(line.lastElementChild!, 0)
  const isBehindNumber = before.comparePoint(focusNode, focusOffset) > 0
  if (isBehindNumber) before.setEnd(focusNode, focusOffset)
  return { line: [...code.children].indexOf(line) + 1, column: 1 + (isBehindNumber ? before.toString().length : 0) }
}
