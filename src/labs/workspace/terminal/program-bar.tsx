import type { JSX } from 'preact'
import type { Signal } from '#lab'
import { strings } from '#strings'
import type { ProcessView } from '../../recording/index.ts'
import type { LabProgram } from '../lab-exercise.ts'
import type { RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import type { PromptActions } from './terminal-prompt.tsx'

const words = strings.terminal
/** signal(7): the polite ones first. */
const SIGNALS: Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGSTOP', 'SIGCONT', 'SIGKILL']

interface ProgramBarProps {
  workspace: Workspace
  run: RunState
  host: string
  processes: readonly ProcessView[]
  actions: PromptActions
}

/** Programs of a host, to start, restart and signal: those of the exercise and any other processes. */
export function ProgramBar({ workspace, run, host, processes, actions }: ProgramBarProps): JSX.Element | null {
  const programs = workspace.exercise.programs.filter((one) => one.host === host)
  const isUp = run.isUnderWay.value
  const others = processes.filter(({ name, exit }) => !exit && !programs.some(({ program }) => program === name))
  // A single program that Run starts needs no button before it runs.
  if (!isUp && programs.every(({ start }) => start === 'run')) return null
  if (programs.length + others.length === 0) return null
  return (
    <ul class="program-bar" aria-label={words.programsOn(host)}>
      {programs.map((program) => {
        const process = processes.findLast(({ name }) => name === program.program)
        return (
          <li key={program.program}>
            <ProgramName name={program.program} args={program.args} process={process} />
            {isUp && process && !process.exit ? (
              <>
                <button
                  type="button"
                  class="button"
                  title={words.restartTitle(program.program)}
                  onClick={() => actions.restart(process.pid, program)}
                >
                  {words.restart}
                </button>
                <SignalForm process={process} onSignal={actions.signal} />
              </>
            ) : (
              <button
                type="button"
                class="button"
                title={words.startTitle(program.program, isUp)}
                onClick={() => actions.start(program)}
              >
                {words.start}
              </button>
            )}
          </li>
        )
      })}
      {isUp &&
        others.map((process) => (
          <li key={process.pid}>
            <ProgramName name={process.name} args={[]} process={process} />
            <SignalForm process={process} onSignal={actions.signal} />
          </li>
        ))}
    </ul>
  )
}

interface ProgramNameProps {
  name: string
  args: LabProgram['args']
  process: ProcessView | undefined
}

function ProgramName({ name, args, process }: ProgramNameProps): JSX.Element {
  const state = process ? (process.exit ? 'ended' : 'running') : 'none'
  return (
    <span class="program-name">
      <span class={state === 'running' ? 'process-dot' : 'process-dot off'} />
      <code>{[name, ...args].join(' ')}</code>
      <span class="sr-only">{words.state[state]}</span>
    </span>
  )
}

/** Selecting sends nothing yet: arrow keys select too. */
function SignalForm({ process, onSignal }: { process: ProcessView; onSignal: PromptActions['signal'] }): JSX.Element {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSignal(process.pid, new FormData(event.currentTarget).get('signal') as Signal)
      }}
    >
      <select class="button" name="signal" aria-label={words.signalFor(process.name)}>
        {SIGNALS.map((signal) => (
          <option key={signal}>{signal}</option>
        ))}
      </select>
      <button type="submit" class="button" aria-label={words.sendSignal(process.name)}>
        {words.send}
      </button>
    </form>
  )
}
