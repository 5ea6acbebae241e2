import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { durationText, strings } from '#strings'
import type { RunState } from '../runs/index.ts'
import { tellWayOut } from '../way-out.ts'
import type { Workspace } from '../workspace.ts'
import { type ManualClientActions, ManualClientView } from './manual-client-view.tsx'
import { FollowingEnd, ProcessOutput } from './process-output.tsx'
import { ProgramBar } from './program-bar.tsx'
import { type PromptActions, TerminalPrompt } from './terminal-prompt.tsx'

const words = strings.terminal

interface TerminalPaneProps {
  workspace: Workspace
  run: RunState
  host: string
  prompt: PromptActions
  manualClient: ManualClientActions
}

/**
 * Terminal of a host: output of its processes, an input line and, next to the exercise's program, the manual client.
 */
export function TerminalPane({ workspace, run, host, prompt, manualClient }: TerminalPaneProps): JSX.Element {
  const { exercise } = workspace
  const recording = run.recording.value
  recording?.version.value
  const processes = recording?.processesOn(host) ?? []
  const isMain = host === exercise.host
  const begun = exercise.programs.filter((one) => one.host === host && one.start === 'run').map((one) => one.program)
  const own = exercise.programs.find((one) => one.host === host)
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    return tellWayOut(element.current!, () => {
      workspace.announcement.value = words.leave(host)
    })
  }, [workspace, host])
  return (
    <section class="terminal-pane" ref={element} aria-label={words.of(host)}>
      <h2 class="sr-only">{words.of(host)}</h2>
      {workspace.moment.value !== null && workspace.shown.value?.source === 'run' && (
        <p class="note">{words.notInTime(durationText(workspace.now.value))}</p>
      )}
      <ProgramBar workspace={workspace} run={run} host={host} processes={processes} actions={prompt} />
      <FollowingEnd
        label={words.output(host)}
        length={processes.reduce((sum, one) => sum + one.output.lines.length + one.output.dropped + 1, 0)}
      >
        {processes.length === 0 && (
          <p class="faint">{begun.length > 0 ? words.notStarted(begun.join(', ')) : words.noProcess(host)}</p>
        )}
        {processes.map((process) => (
          <ProcessOutput key={process.pid} process={process} onLine={(file, line) => workspace.goToLine(file, line)} />
        ))}
        {recording?.truncatedAt != null && <p class="faint">{words.truncated(4, 64)}</p>}
        {run.phase.value === 'stopped' && (
          <p class="faint">{words.stopped[run.stoppedBy.value](durationText(recording?.now ?? 0))}</p>
        )}
      </FollowingEnd>
      <TerminalPrompt
        run={run}
        host={host}
        processes={processes}
        servers={begun}
        example={[own?.program ?? exercise.entry, ...(own?.args ?? [])].join(' ')}
        actions={prompt}
      />
      {isMain && exercise.byHand && (
        <ManualClientView exercise={{ ...exercise, byHand: exercise.byHand }} run={run} actions={manualClient} />
      )}
    </section>
  )
}
