// Actions of terminals and of the packet toolbar, applied to the current run.
import type { Process } from '#lab'
import { strings } from '#strings'
import type { ProgramStart, RunState, Runs } from './runs/index.ts'
import { type ManualClientActions, type PromptActions, readCommand, toolsOf } from './terminal/index.ts'
import type { Workspace } from './workspace.ts'
import type { PacketEditActions } from './world/index.ts'

export function packetActions(runs: Runs): PacketEditActions {
  return {
    act: (packet, act) => void runs.act(packet, act),
    release: (packet) => void runs.release(packet),
    undo: () => runs.undo(),
  }
}

export function manualClientActions(runs: Runs): ManualClientActions {
  const client = () => runs.session?.manual
  return {
    say: (text) => client()?.act({ kind: 'say', text }),
    end: () => client()?.act({ kind: 'end' }),
    reset: () => client()?.act({ kind: 'reset' }),
    connect: () => client()?.act({ kind: 'connect' }),
  }
}

/** `start` starts a run. */
export function promptActions(workspace: Workspace, run: RunState, runs: Runs, start: () => void): PromptActions {
  const launch = (program: ProgramStart, tools: Readonly<Record<string, string>> = {}) =>
    void runs.session?.launch(program, { ...workspace.filesToRun(), ...tools }).catch(() => {})
  const tell = (pid: number, what: (process: Process) => Promise<void>) => {
    const session = runs.session
    const process = session?.programs.byPid(pid)
    if (session && process) session.do(() => what(process)).catch(() => {})
  }
  return {
    input: (pid, text) => tell(pid, (process) => process.write(text)),
    endInput: (pid) => tell(pid, (process) => process.endInput()),
    signal: (pid, signal) => tell(pid, (process) => process.kill(signal)),
    start: (program) => {
      if (!run.isUnderWay.value) start()
      if (program.start === 'hand' || run.phase.value === 'running') launch(program)
      workspace.dock.value = `host ${program.host}`
    },
    restart: (pid, program) => void runs.session?.restart(pid, program, workspace.filesToRun()).catch(() => {}),
    command: async (host, line) => {
      const command = readCommand(line, Object.keys(workspace.allFiles()))
      if (typeof command === 'string') return command
      try {
        launch({ host, ...command }, await toolsOf(command, line))
      } catch {
        return strings.terminal.noTools
      }
      return null
    },
  }
}
