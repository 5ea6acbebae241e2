import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { completeFilter, type FilterCompletion } from '#network'
import { strings } from '#strings'

const words = strings.packets
const MOST_SHOWN = 12

interface FilterFieldProps {
  text: Signal<string>
  error: string | null
  /** Goes to the next match: Enter without a chosen suggestion. */
  onMatch: () => void
}

/** The display filter with suggestions: arrow keys choose, Enter or Tab accepts, Escape closes. */
export function FilterField({ text, error, onMatch }: FilterFieldProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const cursor = useSignal<number | null>(null)
  const chosen = useSignal(-1)
  const completions = cursor.value === null ? null : completeFilter(text.value, cursor.value)
  const items = completions?.items.slice(0, MOST_SHOWN) ?? []
  const isOpen = items.length > 0 && !(items.length === 1 && items[0]!.text === text.value)
  const close = () => {
    cursor.value = null
    chosen.value = -1
  }
  const take = (item: FilterCompletion) => {
    const { start, end } = completions!
    text.value = `${text.value.slice(0, start)}${item.text} ${text.value.slice(end).trimStart()}`
    close()
    const place = start + item.text.length + 1
    requestAnimationFrame(() => input.current?.setSelectionRange(place, place))
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const item = isOpen ? items[chosen.value] : undefined
    if (step !== 0 && items.length > 0) {
      chosen.value = (chosen.value + step + items.length) % items.length
    } else if ((event.key === 'Enter' || event.key === 'Tab') && item) take(item)
    else if (event.key === 'Enter') {
      close()
      onMatch()
    } else if (event.key === 'Escape' && isOpen) close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div class="filter">
      <input
        ref={input}
        id="display-filter"
        type="text"
        role="combobox"
        aria-label={words.filter}
        aria-invalid={error !== null}
        aria-expanded={isOpen}
        aria-controls="filter-suggestions"
        aria-autocomplete="list"
        aria-activedescendant={isOpen && chosen.value >= 0 ? `filter-suggestion-${chosen.value}` : undefined}
        aria-describedby={error === null ? undefined : 'filter-error'}
        placeholder={words.filterPlaceholder}
        spellcheck={false}
        autocomplete="off"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value
          cursor.value = event.currentTarget.selectionStart
          chosen.value = -1
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <button type="button" class="icon-button" title={words.nextMatchTitle} onClick={onMatch}>
        {words.nextMatch}
      </button>
      <div
        id="filter-suggestions"
        class="suggestion-list"
        role="listbox"
        aria-label={words.suggestions}
        hidden={!isOpen}
      >
        {items.map((item, index) => (
          <div
            key={`${item.kind} ${item.text}`}
            id={`filter-suggestion-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen.value}
            // Before the field loses focus.
            onPointerDown={(event) => {
              event.preventDefault()
              take(item)
            }}
          >
            <b>{item.text}</b> <span>{item.label}</span>
          </div>
        ))}
      </div>
    </div>
  )
}
