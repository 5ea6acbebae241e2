import { TcpFlag } from '../../wire/index.ts'
import { type TcpPosition, tcpFrame } from '../analysis/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import { RecentMap } from '../recent-map.ts'
import type { StreamMessage } from './message-cutter.ts'
import { dataStart, StreamAssembler } from './stream-assembler.ts'
import { StreamCutter, StreamProtocols } from './stream-cutter.ts'

interface Direction {
  readonly assembler: StreamAssembler
  readonly cutter: StreamCutter
  /** End of the data; null before the FIN is seen. */
  end: number | null
}

/** Both directions of a stream, by sender. */
interface Conversation {
  readonly opener: Direction
  readonly peer: Direction
}

/** Number of conversations that are surely remembered. */
const MOST_CONVERSATIONS = 4096

/** Finds the messages of application protocols in all streams of a capture, separately on each link. */
export class StreamMessages {
  readonly #conversations = new RecentMap<string, Conversation>(MOST_CONVERSATIONS)

  /** Returns the messages that a packet completes. */
  add(record: PacketRecord, position: TcpPosition): readonly StreamMessage[] {
    if (position.nextSequence === position.sequence) return []
    const { segment } = tcpFrame(record.bytes, position.datagram)!
    const isEnd = (segment.flags & TcpFlag.FIN) !== 0
    if (segment.payload.length === 0 && !isEnd) return []
    const { opener, peer } = this.#conversation(`${record.link} ${position.stream}`)
    const direction = position.isFromOpener ? opener : peer
    const { assembler, cutter } = direction
    const start = dataStart(position, segment.flags, assembler)
    const pieces = assembler.add(start, segment.payload, record.number)
    if (isEnd) direction.end ??= start + segment.payload.length
    const messages = pieces.flatMap((piece) => cutter.add(piece, record))
    return assembler.length === direction.end ? [...messages, ...cutter.end(record)] : messages
  }

  #conversation(stream: string): Conversation {
    const known = this.#conversations.get(stream)
    if (known !== undefined) return known
    const shared = new StreamProtocols()
    const direction = () => ({ assembler: new StreamAssembler(), cutter: new StreamCutter(shared), end: null })
    const conversation = { opener: direction(), peer: direction() }
    this.#conversations.set(stream, conversation)
    return conversation
  }
}
