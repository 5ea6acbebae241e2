import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import type { ReadPacket } from '../../recording/index.ts'
import type { PacketAct, RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import { EditPacket } from './edit-packet.tsx'

const words = strings.packetEdit

export interface PacketEditActions {
  act: (packet: ReadPacket, act: PacketAct) => void
  release: (packet: number) => void
  undo: () => void
}
interface PacketToolbarProps {
  workspace: Workspace
  run: RunState
  actions: PacketEditActions
}

/**
 * The packet that can be edited: selected, sent by the current time, in a run of the learner's own that has ended or is
 * paused. It may have arrived long ago: the run goes back to before it.
 */
export function editablePacket(workspace: Workspace, run: RunState): ReadPacket | null {
  const { shown, selected, now, moment } = workspace
  // Read unconditionally: a packet may appear as time passes, and the toolbar has to render again then.
  const at = now.value
  if (shown.value?.source !== 'run' || run.isReplaying.value) return null
  if (moment.value === null && run.isUnderWay.value && !run.isPaused.value) return null
  const packet = shown.value.recording.packet(selected.value)
  return packet && packet.at <= at ? packet : null
}

/** Toolbar of edits for a packet on the wire. */
export function PacketToolbar({ workspace, run, actions }: PacketToolbarProps): JSX.Element | null {
  const isEditing = useSignal(false)
  const packet = editablePacket(workspace, run)
  const edits = run.packetEdits.value
  const last = edits.at(-1)
  if (!packet && !last) return null
  return (
    <>
      <div class="packet-toolbar" role="toolbar" aria-label={words.toolbar}>
        {packet && (
          <>
            <b>{words.bar(packet.number)}</b>
            {run.held.value.has(packet.number) ? (
              <EditButton word={words.release} shortcut="H" act={() => actions.release(packet.number)} />
            ) : (
              <EditButtons packet={packet} actions={actions} onEdit={() => (isEditing.value = true)} />
            )}
          </>
        )}
        {!packet && last && <span class="edit-done">{last.what}</span>}
        <span class="spacer" />
        {last && (
          <button type="button" class="button" title={words.undoTitle(last.what)} onClick={actions.undo}>
            {words.undo} <kbd>Z</kbd>
          </button>
        )}
      </div>
      {packet && isEditing.value && (
        <EditPacket
          packet={packet}
          onSend={(fields) => {
            isEditing.value = false
            actions.act(packet, { kind: 'edit', fields })
          }}
          onClose={() => (isEditing.value = false)}
        />
      )}
    </>
  )
}

/** Default delay in milliseconds. */
const DELAY = 100

function EditButtons({
  packet,
  actions,
  onEdit,
}: {
  packet: ReadPacket
  actions: PacketEditActions
  onEdit: () => void
}): JSX.Element {
  const by = useSignal(DELAY)
  return (
    <>
      <EditButton word={words.drop} shortcut="D" act={() => actions.act(packet, { kind: 'drop' })} />
      <EditButton word={words.hold} shortcut="H" act={() => actions.act(packet, { kind: 'hold' })} />
      <EditButton word={words.duplicate} shortcut="2" act={() => actions.act(packet, { kind: 'duplicate' })} />
      <EditButton word={words.edit} shortcut="E" act={onEdit} />
      <span class="delay-edit">
        <EditButton word={words.delay} act={() => actions.act(packet, { kind: 'delay', by: by.value })} />
        <input
          type="number"
          min="1"
          max="60000"
          aria-label={words.delayBy}
          title={words.delayBy}
          value={by.value}
          onInput={(event) => {
            by.value = Math.min(60_000, Math.max(1, Math.round(event.currentTarget.valueAsNumber) || DELAY))
          }}
        />
      </span>
    </>
  )
}

function EditButton({ word, shortcut, act }: { word: string; shortcut?: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="button" data-shortcut={shortcut} onClick={act}>
      {word} {shortcut && <kbd>{shortcut}</kbd>}
    </button>
  )
}
