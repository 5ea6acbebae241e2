import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Signal } from '#lab'
import { strings } from '#strings'
import type { ProcessView } from '../../recording/index.ts'
import type { LabProgram } from '../lab-exercise.ts'
import type { RunState } from '../runs/index.ts'

const words = strings.terminal

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
  /** A program of this host, with its arguments. */
  example: string
  actions: PromptActions
}

/** The line at the bottom of a terminal: input for the running process, or a command. */
export function TerminalPrompt({ run, host, processes, example, actions }: TerminalPromptProps): JSX.Element | null {
  const problem = useSignal<string | null>(null)
  const isUp = run.isUnderWay.value
  const running = processes.findLast(({ exit }) => exit === null)
  if (!isUp) return null
  const send = async (line: string) => {
    problem.value = null
    if (running) actions.input(running.pid, `${line}\n`)
    else if (line.trim() !== '') problem.value = await actions.command(host, line)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!running || !event.ctrlKey || (event.key !== 'c' && event.key !== 'd')) return
    const field = event.currentTarget as HTMLInputElement
    // Ctrl+C copies when text is selected.
    if (event.key === 'c' && field.selectionStart !== field.selectionEnd) return
    event.preventDefault()
    if (event.key === 'c') actions.signal(running.pid, 'SIGINT')
    else actions.endInput(running.pid)
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
      <label>
        <span class="prompt">{running ? words.stdinOf(running.name) : `${host}$`}</span>
        <input
          name="command"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-label={running ? words.input(host) : words.commandOn(host)}
          placeholder={running ? words.inputPlaceholder : `node ${example}`}
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
