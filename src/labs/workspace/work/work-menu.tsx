import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { strings } from '#strings'
import { FileInput } from '../file-input.tsx'

const words = strings.work

export interface WorkActions {
  export: () => void
  import: (file: File) => void
  download: () => void
  history: () => void
  share: () => void
  panes: () => void
  /** Null for exercises that no WebContainer can check. */
  container: (() => void) | null
}

/** Rare actions: history, sharing, and work as files. */
export function WorkMenu({ actions }: { actions: WorkActions }): JSX.Element {
  const details = useRef<HTMLDetailsElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const item = (label: string, act: () => void, title?: string) => (
    <li>
      <button
        type="button"
        title={title}
        onClick={() => {
          details.current?.removeAttribute('open')
          act()
        }}
      >
        {label}
      </button>
    </li>
  )
  return (
    <details
      class="menu"
      ref={details}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current?.open) return
        event.stopPropagation()
        details.current.removeAttribute('open')
        details.current.querySelector('summary')?.focus()
      }}
    >
      <summary class="button quiet">{words.menu}</summary>
      <ul>
        {item(strings.share.open, actions.share)}
        {item(strings.files.history, actions.history)}
        {item(words.download, actions.download, words.downloadTitle)}
        {item(words.export, actions.export, words.exportTitle)}
        {item(strings.panes.open, actions.panes)}
        {actions.container && item(strings.container.open, actions.container)}
        {item(words.import, () => input.current?.click())}
      </ul>
      <FileInput input={input} accept=".json,application/json" label={words.import} onFile={actions.import} />
    </details>
  )
}
