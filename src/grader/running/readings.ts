import type { StepRecord } from '#lab'
import type { TcpConversation } from './comparing/index.ts'

/** A step that read from a connection, or waited to, and the bytes that it took. */
export interface Reading {
  step: StepRecord
  conversation: TcpConversation
  /** The side that the test drives. */
  side: 'to' | 'from'
  /** Everything that the other side sent. */
  heard: Uint8Array
  from: number
  to: number
  /** False if it failed and took no byte. */
  isRead: boolean
}

const READS = ['line', 'ask', 'lines', 'bytes', 'rest', 'digest', 'expectEnd', 'expectReset', 'expectSilence']
const FAILED = /^[A-Z]+(_[A-Z]+)?: /
const NEWLINE = 10

/** Returns the readings of a test, in order, with their offsets in the connection's stream: a peer reads its stream from front to back. */
export function readingsOf(steps: readonly StepRecord[], conversations: readonly TcpConversation[]): Reading[] {
  const places = new Map<string, number>()
  return steps.flatMap((step) => {
    const held = step.ends && READS.includes(step.op) ? connectionOf(step.ends, conversations) : undefined
    if (!held) return []
    const { conversation, side } = held
    const heard = conversation.stream(side === 'to' ? 'from' : 'to')
    const key = conversation.name
    const from = places.get(key) ?? 0
    const isRead = !FAILED.test(step.outcome)
    const to = isRead ? endOfRead(step, heard, from) : from
    places.set(key, to)
    return [{ step, conversation, side, heard, from, to, isRead }]
  })
}

export const endpoint = ({ address, port }: { address: string; port: number }) => `${address}:${port}`

function connectionOf({ local, remote }: NonNullable<StepRecord['ends']>, conversations: readonly TcpConversation[]) {
  for (const conversation of conversations) {
    const { to, from } = conversation.ends
    if (to === endpoint(local) && from === endpoint(remote)) return { conversation, side: 'to' as const }
    if (from === endpoint(local) && to === endpoint(remote)) return { conversation, side: 'from' as const }
  }
  return undefined
}

function endOfRead({ op, args }: StepRecord, heard: Uint8Array, from: number): number {
  if (op === 'line' || op === 'ask') return endOfLines(heard, from, 1)
  if (op === 'lines') return endOfLines(heard, from, Number(args))
  if (op === 'bytes') return Math.min(heard.length, from + Number(args))
  return op === 'rest' || op === 'digest' ? heard.length : from
}

function endOfLines(heard: Uint8Array, from: number, count: number): number {
  let at = from
  for (let i = 0; i < count; i++) {
    const end = heard.indexOf(NEWLINE, at)
    if (end < 0) return heard.length
    at = end + 1
  }
  return at
}
