import { read32 } from '../../bytes.ts'
import { GRPC_PREFIX, type HpackHeader } from '../../wire/index.ts'
import { RecentMap } from '../recent-map.ts'
import { GatheredBytes } from './gathered-bytes.ts'
import type { GrpcReading } from './http2-reading.ts'

/** Number of streams that are surely remembered. */
const MOST_STREAMS = 1024
/** Longest message, as gRPC limits what it receives by default. */
const LONGEST = 4 * 2 ** 20

/** Messages of gRPC in the DATA of one direction of a connection, each stream by itself. */
export class GrpcMessages {
  /** Bytes of the message that each stream is in; null where its messages can't be followed any more. */
  readonly #streams = new RecentMap<number, GatheredBytes | null>(MOST_STREAMS)

  /** Notes a stream whose headers say that it carries gRPC. */
  open(streamId: number, headers: readonly HpackHeader[]): void {
    const type = headers.find(({ name }) => name === 'content-type')?.value
    if (type !== undefined && /^application\/grpc($|[+;])/.test(type)) this.#streams.set(streamId, new GatheredBytes())
  }

  /** Returns the messages that a frame's data completes. */
  add(streamId: number, data: Uint8Array): GrpcReading[] {
    const gathered = this.#streams.get(streamId)
    if (gathered == null) return []
    gathered.add(data)
    const messages: GrpcReading[] = []
    while (gathered.length >= GRPC_PREFIX) {
      const bytes = gathered.view()
      const end = GRPC_PREFIX + read32(bytes, 1)
      if (end > GRPC_PREFIX + LONGEST) {
        this.#streams.set(streamId, null)
        break
      }
      if (bytes.length < end) break
      messages.push({ bytes: bytes.subarray(0, end) })
      gathered.drop(end)
    }
    return messages
  }
}
