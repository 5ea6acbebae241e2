import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { durationText, strings } from '../../strings/index.ts'
import type { OutputLine, ProcessView } from '../recording/index.ts'
import { HandPeer, type HandPeerActions } from './hand-peer.tsx'
import type { RunState } from './run-state.ts'
import type { Workspace } from './workspace.ts'

const words = strings.terminal

interface TerminalPaneProps {
  workspace: Workspace
  run: RunState
  actions: HandPeerActions
}

/** The program's output above, and below it the learner's own end of the wire. */
export function TerminalPane({ workspace, run, actions }: TerminalPaneProps): JSX.Element {
  const { exercise } = workspace
  const recording = run.recording.value
  recording?.version.value
  const processes = recording?.processesOn(exercise.host) ?? []
  return (
    <section class="terminal-pane" aria-label={strings.dock.terminal}>
      <h2 class="sr-only">{strings.dock.terminal}</h2>
      <FollowingEnd length={processes.reduce((sum, p) => sum + p.output.lines.length + p.output.dropped, 0)}>
        {processes.length === 0 ? (
          <p class="faint">{words.notStarted(exercise.entry)}</p>
        ) : (
          processes.map((process) => (
            <ProcessOutput
              key={process.pid}
              process={process}
              onLine={(file, line) => workspace.goToLine(file, line)}
            />
          ))
        )}
        {recording?.truncatedAt != null && <p class="faint">{words.truncated(64)}</p>}
        {run.phase.value === 'stopped' && <p class="faint">{words.stopped(durationText(recording?.now ?? 0))}</p>}
      </FollowingEnd>
      <HandPeer exercise={exercise} run={run} actions={actions} />
    </section>
  )
}

/** A log that stays at its end while the reader has not scrolled up. */
function FollowingEnd({ children, length }: { children: preact.ComponentChildren; length: number }): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    if (follows.current && element.current) element.current.scrollTop = element.current.scrollHeight
  }, [length])
  return (
    <div
      class="terminal"
      role="log"
      aria-label={words.output}
      tabIndex={0}
      ref={element}
      onScroll={() => {
        const { scrollTop, scrollHeight, clientHeight } = element.current!
        follows.current = scrollHeight - scrollTop - clientHeight < 24
      }}
    >
      {children}
    </div>
  )
}

interface ProcessOutputProps {
  process: ProcessView
  onLine: (file: string, line: number) => void
}

function ProcessOutput({ process, onLine }: ProcessOutputProps): JSX.Element {
  const { output, exit } = process
  return (
    <>
      <div>
        <span class="prompt">{process.host}$</span> node {process.name}
      </div>
      {output.dropped > 0 && <p class="faint">{words.olderHidden(output.dropped)}</p>}
      {output.lines.map((line, index) => (
        <Line key={index + output.dropped} line={line} onLine={onLine} />
      ))}
      {exit && (
        <p class="faint">
          {exit.signal === null
            ? words.exited(exit.code ?? 0, durationText(exit.at))
            : words.killed(exit.signal, durationText(exit.at))}
        </p>
      )}
    </>
  )
}

/** A place in the learner's own files: `/work/server.ts:8:24`, `file:///work/server.ts:8`. */
const PLACE = /(?:file:\/\/)?\/work\/([\w./-]+\.[cm]?[jt]s):(\d+)(?::\d+)?/

function Line({ line, onLine }: { line: OutputLine; onLine: (file: string, line: number) => void }): JSX.Element {
  const place = PLACE.exec(line.text)
  const tone = line.stream === 'stderr' ? (/^\s+at /.test(line.text) && !place ? 'faint' : 'error') : undefined
  if (!place) return <div class={tone}>{line.text || '\u00a0'}</div>
  const [all, file, number] = place
  return (
    <div class={tone}>
      {line.text.slice(0, place.index)}
      <button type="button" class="link" onClick={() => onLine(file!, Number(number))}>
        {all}
      </button>
      {line.text.slice(place.index + all.length)}
    </div>
  )
}
