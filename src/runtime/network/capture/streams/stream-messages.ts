import { type TcpPosition, tcpFrame } from '../analysis/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import { RecentMap } from '../recent-map.ts'
import { dataStart } from './follow.ts'
import { HttpCutter, HttpExchanges, type StreamMessage } from './message-cutter.ts'
import { StreamAssembler } from './stream-assembler.ts'

interface Direction {
  readonly assembler: StreamAssembler
  readonly cutter: HttpCutter
}

/** Both directions of a stream, by who sends. */
interface Conversation {
  readonly opener: Direction
  readonly peer: Direction
}

/** Conversations that are remembered for certain. */
const MOST_CONVERSATIONS = 4096

/** Finds the messages of application protocols in all streams of a capture, on each link by itself. */
export class StreamMessages {
  readonly #conversations = new RecentMap<string, Conversation>(MOST_CONVERSATIONS)

  /** The messages that a packet completes. */
  add(record: PacketRecord, position: TcpPosition): readonly StreamMessage[] {
    if (position.nextSequence === position.sequence) return []
    const { segment } = tcpFrame(record.bytes, position.datagram)!
    if (segment.payload.length === 0) return []
    const { opener, peer } = this.#conversation(`${record.link} ${position.stream}`)
    const { assembler, cutter } = position.isFromOpener ? opener : peer
    const pieces = assembler.add(dataStart(position, segment.flags, assembler), segment.payload, record.number)
    return pieces.flatMap((piece) => cutter.add(piece, record)).map((message) => ({ ...message }))
  }

  #conversation(stream: string): Conversation {
    const known = this.#conversations.get(stream)
    if (known !== undefined) return known
    const exchanges = new HttpExchanges()
    const direction = () => ({ assembler: new StreamAssembler(), cutter: new HttpCutter(exchanges) })
    const conversation = { opener: direction(), peer: direction() }
    this.#conversations.set(stream, conversation)
    return conversation
  }
}
