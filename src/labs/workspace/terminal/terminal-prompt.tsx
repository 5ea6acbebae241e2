import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Signal } from '#lab'
import { strings } from '#strings'
import type { ProcessView } from '../../recording/index.ts'
import type { LabProgram } from '../lab-exercise.ts'
import type { RunState } from '../runs/index.ts'
import { commandLine } from './process-output.tsx'

const words = strings.terminal
/** In place of a pid: the host's shell. */
const SHELL = 0

export interface PromptActions {
  /** Runs a command line such as `node client.ts a b`; returns an error message or null. */
  command: (host: string, line: string) => Promise<string | null>
  input: (pid: number, text: string) => void
  endInput: (pid: number) => void
  signal: (pid: number, signal: Signal) => void
  /** Opens the world if none is running. */
  start: (program: LabProgram) => void
  /** Stops the process and starts the program again with the current files. */
  restart: (pid: number, program: LabProgram) => void
}

interface TerminalPromptProps {
  run: RunState
  host: string
  processes: readonly ProcessView[]
  /** Programs that Run starts: what is typed goes to the shell beside them, unless one is chosen. */
  servers: readonly string[]
  /** A program of this host, with its arguments. */
  example: string
  actions: PromptActions
}

/** The line at the bottom of a terminal: a command, or input for a running process. */
export function TerminalPrompt({
  run,
  host,
  processes,
  servers,
  example,
  actions,
}: TerminalPromptProps): JSX.Element | null {
  const problem = useSignal<string | null>(null)
  const chosen = useSignal<number | null>(null)
  const history = useRef<number | null>(null)
  const running = processes.filter(({ exit }) => exit === null)
  const foreground = running.findLast(({ name }) => !servers.includes(name))
  const reader = chosen.value === SHELL ? undefined : (running.find(({ pid }) => pid === chosen.value) ?? foreground)
  if (!run.isUnderWay.value) return null
  const send = async (line: string) => {
    problem.value = null
    history.current = null
    if (reader) actions.input(reader.pid, `${line}\n`)
    else if (line.trim() !== '') {
      chosen.value = null
      problem.value = await actions.command(host, line)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const field = event.currentTarget as HTMLInputElement
    if (!reader) {
      recall(event, field, processes.map(commandLine), history)
      return
    }
    if (!event.ctrlKey || (event.key !== 'c' && event.key !== 'd')) return
    // Ctrl+C copies when text is selected.
    if (event.key === 'c' && field.selectionStart !== field.selectionEnd) return
    event.preventDefault()
    if (event.key === 'c') actions.signal(reader.pid, 'SIGINT')
    else actions.endInput(reader.pid)
  }
  return (
    <form
      class="say prompt-line"
      onSubmit={(event) => {
        event.preventDefault()
        const field = event.currentTarget.elements.namedItem('command') as HTMLInputElement
        const line = field.value
        field.value = ''
        void send(line)
      }}
    >
      {running.length > 0 && (
        <select
          class="button"
          aria-label={words.typeTo(host)}
          onChange={(event) => {
            chosen.value = Number(event.currentTarget.value)
          }}
        >
          <option value={SHELL} selected={!reader}>
            {`${host}$`}
          </option>
          {running.map(({ pid, name }) => (
            <option key={pid} value={pid} selected={pid === reader?.pid}>
              {words.stdinOf(name)}
            </option>
          ))}
        </select>
      )}
      <label>
        {running.length === 0 && <span class="prompt">{`${host}$`}</span>}
        <input
          name="command"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-label={reader ? words.input(host) : words.commandOn(host)}
          placeholder={reader ? words.inputPlaceholder : `node ${example}`}
          onKeyDown={onKeyDown}
        />
      </label>
      {problem.value && (
        <p class="error" role="alert">
          {problem.value}
        </p>
      )}
    </form>
  )
}

/** Puts an earlier line in the field: the arrow keys go through those of the recording, the latest first. */
function recall(event: KeyboardEvent, field: HTMLInputElement, lines: string[], at: { current: number | null }): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
  event.preventDefault()
  const next = (at.current ?? lines.length) + (event.key === 'ArrowUp' ? -1 : 1)
  at.current = Math.min(Math.max(next, 0), lines.length)
  field.value = lines[at.current] ?? ''
}
