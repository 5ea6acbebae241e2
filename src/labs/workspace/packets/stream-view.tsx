import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { type FollowedStream, followStream, type StreamTurn, streamHex } from '#network'
import { strings } from '#strings'
import type { ReadPacket, Recording } from '../../recording/index.ts'
import { EmptyPane } from '../empty-pane.tsx'
import type { Workspace } from '../workspace.ts'

const words = strings.stream
/** Characters that one turn shows at most; the capture has all of it. */
const MOST_BYTES = 64 * 1024

/** Data of both sides of the packet's connection, reassembled from its segments up to the current time. */
export function StreamView({ workspace, packet }: { workspace: Workspace; packet: ReadPacket }): JSX.Element {
  const asHex = useSignal(false)
  const recording = workspace.shown.value!.recording
  const sent = recording.sentBy(workspace.now.value)
  const stream = packet.position?.stream ?? null
  const followed = useMemo(
    () => (stream === null ? null : follow(recording, stream, packet.link, sent)),
    [recording, stream, packet.link, sent],
  )
  if (!followed) return <EmptyPane text={words.none} />
  return (
    <div class="stream">
      <div class="stream-head">
        <b>{words.title(followed.opener, followed.peer)}</b>
        <span class="spacer" />
        <button
          type="button"
          class="icon-button"
          aria-pressed={asHex.value}
          onClick={() => (asHex.value = !asHex.value)}
        >
          {words.asHex}
        </button>
      </div>
      <div class="body" tabIndex={0} role="group" aria-label={words.tab}>
        {asHex.value ? (
          <pre>{streamHex(followed)}</pre>
        ) : (
          <Turns stream={followed} onSelect={(frame) => workspace.select(frame)} />
        )}
      </div>
    </div>
  )
}

function follow(recording: Recording, stream: number, link: number, sent: number): FollowedStream | null {
  const packets = recording.packets.slice(0, sent).filter((packet) => packet.link === link)
  return followStream(
    packets.map((packet) => [packet.record, packet.position] as const),
    stream,
  )
}

function Turns({ stream, onSelect }: { stream: FollowedStream; onSelect: (frame: number) => void }): JSX.Element {
  return (
    <ol class="turns">
      {stream.turns.map((turn) => (
        <li key={`${turn.frame} ${turn.isFromOpener}`} class={turn.isFromOpener ? 'opener' : 'peer'}>
          <button type="button" class="link" onClick={() => onSelect(turn.frame)}>
            {words.turn(turn.isFromOpener ? stream.opener : stream.peer, turn.frame)}
          </button>
          {turn.missing > 0 && <p class="faint">{words.missing(turn.missing)}</p>}
          <pre>{textOf(turn)}</pre>
        </li>
      ))}
    </ol>
  )
}

const decoder = new TextDecoder()

/** Line ends are shown, since they are bytes too. */
function textOf({ bytes }: StreamTurn): string {
  return decoder.decode(bytes.subarray(0, MOST_BYTES)).replaceAll('\r', '␍').replaceAll('\n', '↵\n')
}
