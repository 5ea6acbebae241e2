/** Calls reassembler.ts. What it's given is overwritten after the call, as a buffer is that the next packet is read into. */
const { Reassembler } = (await import('./reassembler.ts' as string)) as typeof import('../../solution/reassembler.ts')

let reassembler = new Reassembler()

export function begin(): void {
  reassembler = new Reassembler()
}

export function push(packet: Uint8Array, nowMs: number) {
  // In memory of its own, which ends with the packet.
  const given = Uint8Array.from(packet)
  const whole = reassembler.push(given, nowMs)
  const copy = whole instanceof Uint8Array ? Uint8Array.from(whole) : whole
  given.fill(0xee)
  return copy
}

export const expire = (nowMs: number) => reassembler.expire(nowMs)

export const held = () => reassembler.held
