import { bytes, type Datagram, expect, times, u8, u32 } from 'ackademy/lab'

const TYPES = ['OPEN', 'DATA', 'END', 'ACK'] as const
export type Type = (typeof TYPES)[number]

export interface Message {
  /** `OPEN`, or `type 9`. */
  type: string
  id: number
  number: number
  body: Uint8Array
  /** Of an ACK: the numbers after `number` that have arrived. */
  arrived: number[]
  datagram: Datagram
}

export const message = (type: Type, id: number, number: number, body: Uint8Array = new Uint8Array()): Uint8Array =>
  bytes(u8(TYPES.indexOf(type) + 1), u32(id), u32(number >>> 0), body)

/** An ACK: everything before `number` has arrived, and beyond it these. */
export function ack(id: number, number: number, arrived: number[] = []): Uint8Array {
  const bitmap = new Uint8Array(4)
  for (const other of arrived) {
    const bit = (other - number - 1) >>> 0
    bitmap[bit >> 3]! |= 0x80 >> (bit & 7)
  }
  return message('ACK', id, number, bitmap)
}

export function parse(datagram: Datagram, about: string): Message {
  const { data } = datagram
  expect(data.length, { about: `the length of ${about}`, unit: 'bytes', datagram }).toBeGreaterThanOrEqual(9)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const type = TYPES[data[0]! - 1] ?? `type ${data[0]}`
  const number = view.getUint32(5)
  const body = data.slice(9)
  if (type === 'ACK')
    expect(body.length, { about: `the length of the bitmap in ${about}`, unit: 'bytes', datagram }).toBe(4)
  const isSet = (bit: number) => ((body[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1
  const arrived = type === 'ACK' ? times(32, (bit) => bit).filter(isSet) : []
  return {
    type,
    id: view.getUint32(1),
    number,
    body,
    arrived: arrived.map((bit) => (number + 1 + bit) >>> 0),
    datagram,
  }
}

/** `DATA +3, 1000 bytes`: its place in the stream whose OPEN has the number `first`. */
export function placed({ type, number, body }: Message, first: number): string {
  const place = (number - first) >>> 0
  return type === 'DATA' ? `DATA +${place}, ${body.length} bytes` : `${type} +${place}`
}
