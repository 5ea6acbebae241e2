import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import { TabList } from '../workspace/tab-list.tsx'
import { FollowingEnd } from '../workspace/terminal/index.ts'
import type { Case } from './case.ts'

const words = strings.surprise
/** Longer lines are no commands. */
const LONGEST_LINE = 500

interface ToolsPaneProps {
  shells: readonly string[]
  /** Null in the built page, and until the world begins to open. */
  one: Case | null
}

/** A terminal for each node with a shell: one line in, what the tool prints out. */
export function ToolsPane({ shells, one }: ToolsPaneProps): JSX.Element {
  const on = useSignal(shells[0]!)
  const host = on.value
  return (
    <section class="pane surprise-tools" aria-label={words.tools}>
      <div class="tabs">
        <TabList
          name={words.tools}
          tabs={shells.map((id) => ({ id, label: id }))}
          on={on}
          prefix="shell"
          without={shells.filter((id) => id !== host)}
        />
      </div>
      <div class="terminal-pane" role="tabpanel" id={`shell-panel-${host}`} aria-labelledby={`shell-tab-${host}`}>
        <Log host={host} one={one} />
        <CommandLine key={host} host={host} one={one} />
      </div>
    </section>
  )
}

function Log({ host, one }: { host: string; one: Case | null }): JSX.Element {
  const entries = one?.entries.get(host)?.value ?? []
  const printed = entries.reduce((sum, { output }) => sum + (output === null ? 1 : 2), 0)
  return (
    <FollowingEnd key={host} label={words.outputOf(host)} length={printed}>
      <p class="faint">{words.firstCommands(host)}</p>
      {entries.map(({ line, output }, index) => (
        <div key={index}>
          <div>
            <span class="prompt">{host}$</span> {line}
          </div>
          {output === null ? <div class="faint">{words.running}</div> : output}
        </div>
      ))}
    </FollowingEnd>
  )
}

function CommandLine({ host, one }: { host: string; one: Case | null }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const text = useSignal('')
  const isReady = one?.phase.value === 'ready'
  const isBusy = one?.busy.value != null
  const history = one?.histories.get(host)
  /** Enter was pressed while another command ran: as in any terminal, the line runs after it. */
  const isWaiting = useSignal(false)
  useCursorAtEnd(input, text)
  const send = () => {
    const line = text.value
    isWaiting.value = false
    if (line.trim() === '') return
    text.value = ''
    void one?.command(host, line)
  }
  useEffect(() => {
    if (isWaiting.value && isReady && !isBusy) send()
  }, [isReady, isBusy])
  const onKeyDown = (event: KeyboardEvent) => {
    const recalled =
      event.key === 'ArrowUp' ? history?.before(text.value) : event.key === 'ArrowDown' ? history?.after() : undefined
    if (recalled === undefined) return
    event.preventDefault()
    if (recalled !== null) text.value = recalled
  }
  return (
    <form
      class="say prompt-line"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !isBusy) send()
        else isWaiting.value = true
      }}
    >
      <label>
        <span class="prompt">{host}$</span>
        <input
          ref={input}
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={LONGEST_LINE}
          aria-label={words.commandOn(host)}
          aria-busy={isBusy}
          placeholder={words.commandPlaceholder}
          disabled={!isReady}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value
          }}
          onKeyDown={onKeyDown}
        />
      </label>
    </form>
  )
}

/** After a line was recalled, as a shell does. */
function useCursorAtEnd(input: { current: HTMLInputElement | null }, text: Signal<string>): void {
  useEffect(() => {
    const field = input.current
    if (field && field === document.activeElement && field.selectionStart === 0 && text.value !== '')
      field.setSelectionRange(text.value.length, text.value.length)
  }, [text.value])
}
