import { expect, labTest } from 'ackademy/lab'
import type { Acknowledgment } from './contract.ts'
import { params } from './params.ts'

const { capacity } = params
const empty = new Uint8Array()

/** Bytes of which each differs from those near it. */
export const stream = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 31) ^ (i >> 8))

/** The number of the byte at this place of the stream, where the SYN has the number `isn`. */
export const numberOf = (place: number, isn: number = params.isn) => (isn + 1 + place) >>> 0

/** A receiver that has had its SYN, and parts of the stream for it. */
export const receiverTest = (isn: number = params.isn) =>
  labTest(async (lab) => {
    const { Receiver, process } = await lab.host('server').load<typeof import('./contract.ts')>('receiver.ts')
    const receiver = await Receiver.create({ capacity })
    const opened = await receiver.segment({ seq: isn, syn: true })
    /** Bytes from..to of the stream, with a FIN after them if asked for. */
    const part = (from: number, to: number, { fin = false, data = stream.subarray(from, to) } = {}) =>
      receiver.segment({ seq: numberOf(from, isn), fin, data })
    const ack = (place: number) => numberOf(place, isn)
    return { receiver, opened, part, ack, process }
  })

/** Both numbers of an answer, each by its own name. */
export function expectAnswer({ ack, window }: Acknowledgment, segment: string, wanted: Acknowledgment): void {
  expect(ack, `ack after ${segment}`).toBe(wanted.ack)
  expect(window, { about: `window after ${segment}`, unit: 'bytes' }).toBe(wanted.window)
}

export const test = receiverTest()
export { capacity, empty }
