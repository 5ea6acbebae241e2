/** Calls checksum.ts. A message has other bytes before and behind it, if they are given; `changed` says whether any byte is another one afterwards. */
const learner = (await import('./checksum.ts' as string)) as typeof import('../../solution/checksum.ts')

export interface Outcome<T> {
  value: T
  changed: boolean
}

/** In memory of its own: Node's pool would put other bytes in front of it. */
function onBytes<T>(message: Uint8Array, around: Uint8Array, call: (message: Buffer) => T): Outcome<T> {
  const memory = Uint8Array.of(...around, ...message, ...around)
  const before = memory.slice()
  const value = call(Buffer.from(memory.buffer, around.length, message.length))
  return { value, changed: memory.some((byte, i) => byte !== before[i]) }
}

export const checksum = (message: Uint8Array, around: Uint8Array) => onBytes(message, around, learner.checksum)
export const intact = (message: Uint8Array, around: Uint8Array) => onBytes(message, around, learner.isIntact)
export const echo = (id: number, seq: number, data: Uint8Array) =>
  onBytes(data, new Uint8Array(), (bytes) => learner.echoRequest(id, seq, bytes))
export const udp = (source: string, destination: string, datagram: Uint8Array) =>
  onBytes(datagram, new Uint8Array(), (bytes) => learner.udpChecksum(source, destination, bytes))
export const intactDatagram = (source: string, destination: string, datagram: Uint8Array) =>
  onBytes(datagram, new Uint8Array(), (bytes) => learner.isIntactDatagram(source, destination, bytes))
export const updated = (checksum: number, before: number, after: number) =>
  learner.updatedChecksum(checksum, before, after)
