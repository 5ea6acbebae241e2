import type { Protocol, Registration } from './protocol.ts'

/** Tables of protocols, by the numbers that lower protocols use for them. */
export class ProtocolTable {
  readonly all: readonly Protocol[]
  readonly #byName: ReadonlyMap<string, Protocol>
  readonly #byNumber: Readonly<Record<keyof Registration, ReadonlyMap<number, Protocol>>>
  readonly #heuristic: readonly Protocol[]

  constructor(all: readonly Protocol[]) {
    const at = (where: keyof Registration) =>
      new Map(all.flatMap((protocol) => (protocol.foundAt?.[where] ?? []).map((number) => [number, protocol] as const)))
    this.all = all
    this.#byName = new Map(all.map((protocol) => [protocol.name, protocol]))
    this.#byNumber = {
      etherType: at('etherType'),
      ipProtocol: at('ipProtocol'),
      udpPort: at('udpPort'),
      tcpPort: at('tcpPort'),
    }
    this.#heuristic = all.filter((protocol) => protocol.recognizes !== undefined)
  }

  named(name: string): Protocol | undefined {
    return this.#byName.get(name)
  }

  at(where: keyof Registration, number: number): Protocol | undefined {
    return this.#byNumber[where].get(number)
  }

  /** Finds the protocol of a datagram by either port, the lower first as in Wireshark, or else by its payload. */
  ofPorts(
    where: 'udpPort' | 'tcpPort',
    source: number,
    destination: number,
    payload: Uint8Array,
  ): Protocol | undefined {
    const [low, high] = source < destination ? [source, destination] : [destination, source]
    const claimed = [this.at(where, low), this.at(where, high)].filter((protocol) => protocol !== undefined)
    const taken = claimed.find((protocol) => protocol.accepts?.(payload) ?? true)
    return taken ?? this.#heuristic.find((protocol) => protocol.recognizes!(payload))
  }
}
