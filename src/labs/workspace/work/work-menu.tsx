import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { strings } from '#strings'

const words = strings.work

export interface WorkActions {
  export: () => void
  import: (file: File) => void
  download: () => void
  history: () => void
  share: () => void
  panes: () => void
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
        {item(words.import, () => input.current?.click())}
      </ul>
      <input
        ref={input}
        class="file-input"
        type="file"
        accept=".json,application/json"
        tabIndex={-1}
        aria-hidden="true"
        aria-label={words.import}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) actions.import(file)
        }}
      />
    </details>
  )
}
