import type { CallCause, PacketCause } from '#network'

/** A line of a program, counted from 1. */
export interface CodePlace {
  file: string
  line: number
}

/** Line of code that made a system call of a process. */
export interface CallPlace extends CallCause, CodePlace {}

/** Source lines of packets, as the world reports them next to its records. */
export class CodePlaces {
  readonly #places = new Map<string, CodePlace>()
  readonly #sent = new Map<string, Map<number, number[]>>()

  add(places: readonly CallPlace[]): void {
    for (const { pid, call, file, line } of places) this.#places.set(`${pid} ${call}`, { file, line })
  }

  /** Adds a sent packet to the count of its line. */
  note(packet: number, cause: PacketCause | null): void {
    const place = this.of(cause)
    if (place === null) return
    const lines = this.#sent.get(place.file) ?? new Map<number, number[]>()
    const packets = lines.get(place.line)
    if (packets) packets.push(packet)
    else lines.set(place.line, [packet])
    this.#sent.set(place.file, lines)
  }

  /** Numbers of the packets of each line of each file. */
  get sent(): ReadonlyMap<string, ReadonlyMap<number, readonly number[]>> {
    return this.#sent
  }

  of(cause: PacketCause | null): CodePlace | null {
    return cause === null || !('call' in cause) ? null : (this.#places.get(`${cause.pid} ${cause.call}`) ?? null)
  }
}
