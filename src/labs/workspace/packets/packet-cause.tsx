import type { JSX } from 'preact'
import { strings } from '#strings'
import { type KnownCause, knownCause, type ReadPacket } from '../../recording/index.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.cause

/** What the packet came from, with links to the line and to the packet; nothing where it isn't known. */
export function PacketCause({ workspace, packet }: { workspace: Workspace; packet: ReadPacket }): JSX.Element | null {
  const shown = workspace.shown.value
  const cause = shown && shown.source !== 'file' ? knownCause(packet, shown.recording) : null
  if (cause === null) return null
  const to = (number: number) => <PacketLink workspace={workspace} number={number} />
  return (
    <div class="field cause">
      <span>{words.name}</span>
      <span>
        <CauseText workspace={workspace} cause={cause} to={to} />
      </span>
    </div>
  )
}

interface CauseTextProps {
  workspace: Workspace
  cause: KnownCause
  to: (number: number) => JSX.Element
}

function CauseText({ workspace, cause, to }: CauseTextProps): JSX.Element {
  if (cause.kind === 'copy')
    return (
      <>
        {words.copy} {to(cause.of)}
      </>
    )
  if (cause.kind === 'arrival') {
    const [before, after] = words.arrival[cause.how]
    return (
      <>
        {before} {to(cause.of)}
        {after}
      </>
    )
  }
  if (cause.kind === 'timer') {
    const { timer, of } = cause
    return (
      <>
        {words.timer(words.timers[timer])}
        {of !== null && (
          <>
            {' '}
            {words.ofTimer} {to(of)}
          </>
        )}
      </>
    )
  }
  const after = cause.after !== null && (
    <>
      {words.woken} {to(cause.after)}
    </>
  )
  if (cause.kind === 'program')
    return (
      <>
        {words.program(cause.name, cause.host)}
        {after}
      </>
    )
  const { file, line } = cause.place
  const isOwn = file in workspace.allFiles()
  return (
    <>
      {words.line}{' '}
      {isOwn ? (
        <button type="button" class="link" onClick={() => workspace.goToLine(file, line)}>
          {file}:{line}
        </button>
      ) : (
        `${file}:${line}`
      )}{' '}
      {words.sentIt}
      {after}
    </>
  )
}

function PacketLink({ workspace, number }: { workspace: Workspace; number: number }): JSX.Element {
  const row = workspace.links.rowOf(number, workspace.shown.value) ?? number
  return (
    <button type="button" class="link" onClick={() => workspace.select(row)}>
      #{row}
    </button>
  )
}
