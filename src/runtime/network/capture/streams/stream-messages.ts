import { type TcpPosition, tcpFrame } from '../analysis/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import { dataStart } from './follow.ts'
import { HttpCutter, type StreamMessage } from './message-cutter.ts'
import { StreamAssembler } from './stream-assembler.ts'

interface Direction {
  readonly assembler: StreamAssembler
  readonly cutter: HttpCutter
}

/** Finds the messages of application protocols in all streams of a capture, on each link by itself. */
export class StreamMessages {
  readonly #directions = new Map<string, Direction>()
  readonly #requests = new Map<string, string[]>()

  /** The messages that a packet completes. */
  add(record: PacketRecord, position: TcpPosition): readonly StreamMessage[] {
    if (position.nextSequence === position.sequence) return []
    const { segment } = tcpFrame(record.bytes, position.datagram)!
    if (segment.payload.length === 0) return []
    const { assembler, cutter } = this.#direction(`${record.link} ${position.stream}`, position.isFromOpener)
    const pieces = assembler.add(dataStart(position, segment.flags, assembler), segment.payload, record.number)
    return pieces.flatMap((piece) => cutter.add(piece)).map((message) => ({ ...message }))
  }

  #direction(stream: string, isFromOpener: boolean): Direction {
    const key = `${stream} ${isFromOpener}`
    const known = this.#directions.get(key)
    if (known !== undefined) return known
    const requests = this.#requests.get(stream) ?? []
    this.#requests.set(stream, requests)
    const direction = { assembler: new StreamAssembler(), cutter: new HttpCutter(requests) }
    this.#directions.set(key, direction)
    return direction
  }
}
