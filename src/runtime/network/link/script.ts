/** Applies rules and holds to the frames of one direction, before each goes onto the wire. */
import type { Dissection, PacketCause, PacketChange, PacketRecord } from '../capture/index.ts'
import type { Nanoseconds, ScheduledEvent, Scheduler } from '../clock.ts'
import { MILLISECOND } from '../clock.ts'
import { ETHERNET_HEADER_LENGTH } from '../wire/index.ts'
import { edited } from './edit.ts'
import { marked } from './marking.ts'
import type { ActiveRule, LinkRule } from './rule.ts'
import { joinSegments, type SegmentFrame, segmentIn, splitSegment } from './tcp-pieces.ts'

/** A frame to send, and the rule that chose it. */
export interface Scripted {
  readonly frame: Uint8Array
  readonly cause: PacketCause | null
  readonly rule: ActiveRule | null
  readonly changedBy?: PacketChange
}

/** The first of two segments to merge. */
interface Waiting {
  readonly segment: SegmentFrame
  readonly cause: PacketCause | null
  readonly timer: ScheduledEvent
}

const MERGE_WAIT: Nanoseconds = 200 * MILLISECOND

export class Script {
  rules: readonly ActiveRule[] = []
  readonly #scheduler: Scheduler
  readonly #waiting = new Map<ActiveRule, Waiting>()
  /** Sends a frame whose second half did not come. */
  readonly #send: (frame: Scripted) => void

  constructor(scheduler: Scheduler, send: (frame: Scripted) => void) {
    this.#scheduler = scheduler
    this.#send = send
  }

  add(rule: ActiveRule): void {
    this.rules = [...this.rules, rule]
  }

  /** Called when a waiting segment is sent alone. */
  remove(rule: ActiveRule): void {
    this.rules = this.rules.filter((other) => other !== rule)
    const alone = this.#giveUp(rule)
    if (alone !== null) this.#send(alone)
  }

  /**
   * Frames to send in place of this one now, in order; none while it waits to be merged. `mtu`: limit on the merged
   * packet.
   */
  apply(packet: Dissection, cause: PacketCause | null, mtu: number): Scripted[] {
    const rule = this.#ruleFor(packet)
    const frame = packet.bytes
    if (this.#waiting.size > 0 || rule?.rule.action === 'merge') return this.#merge(packet, cause, rule, mtu)
    return rule === null ? [{ frame, cause, rule }] : made(rule, packet, cause)
  }

  /** The first matching rule wins; the others have counted the frame too. */
  #ruleFor(packet: Dissection): ActiveRule | null {
    let winner: ActiveRule | null = null
    for (const rule of this.rules) if (rule.wants(packet, this.#scheduler.now)) winner ??= rule
    return winner
  }

  #merge(packet: Dissection, cause: PacketCause | null, rule: ActiveRule | null, mtu: number): Scripted[] {
    const segment = segmentIn(packet.bytes)
    const own = () => (rule === null ? [{ frame: packet.bytes, cause, rule }] : made(rule, packet, cause))
    if (segment === null) return rule?.rule.action === 'merge' ? [{ frame: packet.bytes, cause, rule: null }] : own()
    const before: Scripted[] = []
    for (const [merging, { segment: first }] of [...this.#waiting]) {
      if (first.flow !== segment.flow) continue
      const frame = joinSegments(first, segment, mtu)
      if (frame !== null) {
        this.#giveUp(merging)
        return [...before, { frame, cause, rule: merging, changedBy: 'merge' }]
      }
      // A pure ACK may pass; anything else must not overtake the waiting segment.
      if (mustNotOvertake(segment)) before.push(this.#giveUp(merging)!)
    }
    if (rule?.rule.action !== 'merge') return [...before, ...own()]
    if (segment.segment.payload.length === 0) return [...before, { frame: packet.bytes, cause, rule: null }]
    this.#wait(rule, segment, cause)
    return before
  }

  #wait(rule: ActiveRule, segment: SegmentFrame, cause: PacketCause | null): void {
    const timer = this.#scheduler.after(rule.rule.within ?? MERGE_WAIT, () => {
      const alone = this.#giveUp(rule)
      if (alone !== null) this.#send(alone)
    })
    this.#waiting.set(rule, { segment, cause, timer })
  }

  /** Returns the segment that waited, to send it unchanged. */
  #giveUp(rule: ActiveRule): Scripted | null {
    const waiting = this.#waiting.get(rule)
    if (waiting === undefined) return null
    this.#scheduler.cancel(waiting.timer)
    this.#waiting.delete(rule)
    return { frame: waiting.segment.frame, cause: waiting.cause, rule }
  }
}

function mustNotOvertake({ segment }: SegmentFrame): boolean {
  const SYN_FIN_RST = 7
  return segment.payload.length > 0 || (segment.flags & SYN_FIN_RST) !== 0
}

/** Applies a rule to one frame. */
function made(rule: ActiveRule, packet: Dissection, cause: PacketCause | null): Scripted[] {
  const { action } = rule.rule
  const frames = change(rule.rule, packet)
  if (frames === null) return [{ frame: packet.bytes, cause, rule }]
  return frames.map((frame) => ({ frame, cause, rule, changedBy: action as PacketChange }))
}

/** Returns null if the frame stays unchanged. */
function change(rule: LinkRule, packet: Dissection): Uint8Array[] | null {
  const { bytes } = packet
  if (rule.action === 'set') return [edited(packet, rule.fields!, rule.checksums ?? 'mend')]
  if (rule.action === 'truncate') {
    const end = ETHERNET_HEADER_LENGTH + rule.length!
    return end < bytes.length ? [bytes.slice(0, end)] : null
  }
  if (rule.action === 'mark') {
    const frame = marked(bytes)
    return frame === null ? null : [frame]
  }
  if (rule.action !== 'split') return null
  const segment = segmentIn(bytes)
  const places = segment === null ? [] : cutsIn(rule, segment, packet)
  return places.length === 0 ? null : splitSegment(segment!, places)
}

/** Cuts inside the segment's data, plus one after every `size` bytes of a longer piece. */
function cutsIn({ cut = [], size }: LinkRule, { segment }: SegmentFrame, packet: Dissection): number[] {
  const { length } = segment.payload
  const start = streamOffset(packet)
  const inside = cut.map((offset) => offset - start).filter((at) => at > 0 && at < length)
  const bounds = [0, ...new Set(inside.sort((a, b) => a - b)), length]
  const cuts = bounds.slice(1, -1)
  if (size !== undefined) {
    for (let i = 0; i + 1 < bounds.length; i++)
      for (let at = bounds[i]! + size; at < bounds[i + 1]!; at += size) cuts.push(at)
  }
  return cuts.sort((a, b) => a - b)
}

/** Offset of the segment's data in the direction's stream: its relative sequence number counts the SYN as 0. */
function streamOffset(packet: Dissection): number {
  for (const layer of packet.layers)
    for (const field of layer.fields) if (field.name === 'tcp.seq') return (field.value as number) - 1
  return 0
}

/** Records of the frames that a rule chose. */
export function noteHit({ rule }: Scripted, record: PacketRecord): void {
  rule?.hits.push(record)
}
