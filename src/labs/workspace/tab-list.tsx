import type { Signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'

interface TabListProps<Id extends string> {
  name: string
  tabs: readonly { id: Id; label: ComponentChildren; class?: string }[]
  on: Signal<Id>
  /** Prefix of the ids: `world-tab-plots`, `world-panel-plots`. */
  prefix: string
  /** Ids whose panel is not on this page at this size. */
  without?: readonly Id[]
}

/** Tabs with the usual keyboard behavior: one of them is a tab stop, arrow keys move between them. */
export function TabList<Id extends string>({ name, tabs, on, prefix, without = [] }: TabListProps<Id>): JSX.Element {
  const walk = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const seen = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')].filter((tab) => tab.offsetParent)
    const next = seen[(seen.indexOf(document.activeElement as HTMLElement) + step + seen.length) % seen.length]
    next?.focus()
    next?.click()
  }
  return (
    <div class="tab-list" role="tablist" aria-label={name} onKeyDown={walk}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          class={tab.class ? `tab ${tab.class}` : 'tab'}
          role="tab"
          id={domId(`${prefix}-tab-${tab.id}`)}
          aria-selected={tab.id === on.value}
          aria-controls={without.includes(tab.id) ? undefined : domId(`${prefix}-panel-${tab.id}`)}
          tabIndex={tab.id === on.value ? 0 : -1}
          onClick={() => {
            on.value = tab.id
          }}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}

/** Ids must not contain spaces. */
export const domId = (text: string) => text.replaceAll(' ', '-')
