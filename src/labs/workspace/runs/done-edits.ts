import type { PacketAct } from './packet-edits.ts'
import type { Checkpoint, SavedRun } from './run-session.ts'

/** An edit that was made. */
export interface DoneEdit {
  packet: number
  act: PacketAct
  /** Where undo returns to. */
  undo: Checkpoint
  /** The run without any edit of this packet. */
  base: SavedRun
}

/**
 * Returns the edit that replaces all earlier ones of the same packet, and the run to make it in (null: the current one);
 * null if they can't be combined. A link applies only the first rule that matches a packet, so two rules for one packet
 * would leave the second without effect.
 */
export function combinedEdit(
  done: readonly DoneEdit[],
  packet: number,
  act: PacketAct,
): { act: PacketAct; base: SavedRun | null } | null {
  if (!done.some((edit) => edit.packet === packet)) return { act, base: null }
  const last = done.at(-1)!
  if (last.packet !== packet) return null
  if (act.kind === 'drop') return { act, base: last.base }
  if (act.kind !== 'edit' || last.act.kind !== 'edit') return null
  return { act: { kind: 'edit', fields: { ...last.act.fields, ...act.fields } }, base: last.base }
}
