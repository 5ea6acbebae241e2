import type { ClientSide } from '#network'

/** What a client does next: once it has heard so much, and a pause later. */
export interface Step {
  /** Milliseconds since the client's previous step, or since it had heard what it waits for. */
  readonly pause: number
  /** Bytes of the answer, or datagrams, that it has when it takes the step. */
  readonly heard: number
  /** Whether it also waits for the server's end. */
  readonly afterEnd: boolean
  readonly act: { readonly send: Uint8Array } | { readonly end: 'fin' | 'reset' }
}

/** The steps of a captured client. Waiting for what it had heard keeps its times true on a slower path than the captured one. */
export function stepsOf({ protocol, opensAt, sends, end, replies, serverEnd }: ClientSide): Step[] {
  const acts = [
    ...sends.map(({ at, heard, bytes }) => ({ at, heard, act: { send: bytes } })),
    ...(end === null ? [] : [{ at: end.at, heard: end.heard, act: { end: end.how } }]),
  ]
  const units = (bytes: Uint8Array) => (protocol === 'tcp' ? bytes.length : 1)
  let [previous, next, heardUnits, heardAt] = [opensAt, 0, 0, opensAt]
  return acts.map(({ at, heard, act }) => {
    while (heardUnits < heard && next < replies.length) {
      const reply = replies[next++]!
      heardUnits += units(reply.bytes)
      heardAt = reply.at
    }
    const pause = Math.max(0, at - Math.max(previous, heardAt)) / 1e6
    previous = at
    return { pause, heard, afterEnd: 'end' in act && serverEnd?.how === 'fin' && serverEnd.at <= at, act }
  })
}

/** Start of each side in milliseconds since the first one's. */
export function startsOf(sides: readonly ClientSide[]): number[] {
  const first = sides.reduce((least, { opensAt }) => Math.min(least, opensAt), Number.POSITIVE_INFINITY)
  return sides.map(({ opensAt }) => (opensAt - first) / 1e6)
}

/** Answers that the client can have seen: what comes behind its reset never reaches it. */
export function visibleReplies({ protocol, replies, end }: ClientSide): Uint8Array[] {
  const all = replies.map(({ bytes }) => bytes)
  if (protocol === 'udp') return all
  const length = all.reduce((sum, bytes) => sum + bytes.length, 0)
  const stream = new Uint8Array(end?.how === 'reset' ? Math.min(end.heard, length) : length)
  let at = 0
  for (const bytes of all) {
    const room = stream.length - at
    if (room <= 0) break
    stream.set(bytes.subarray(0, room), at)
    at += bytes.length
  }
  return stream.length > 0 ? [stream] : []
}

/** Bytes as text with one character each. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}
