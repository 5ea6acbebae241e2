import type { Nanoseconds, PacketRecord, TableRecorder } from '#network'
import type { OpenBackendOptions, WorldRecord } from '../protocol.ts'
import type { StartedProcess } from './processes.ts'
import type { BackendWorld } from './world.ts'

/** Records in one push, and the longest real time that they are kept while more arrive. */
const MOST_RECORDS = 256
const LONGEST_MS = 16
/** Output is pushed at once, this many times in that period: a program may print and then never return. */
const PROMPT_PUSHES = 16

/**
 * Streams a world's events while it runs, in order and in bunches, even during a long turn of a program: output appears
 * although the turn never ends.
 */
export class Observer {
  readonly #push: ((records: WorldRecord[]) => void) | null
  readonly #wantsPackets: boolean
  readonly #world: Pick<BackendWorld, 'network' | 'before'>
  /** Source of table changes, if requested. */
  tables: TableRecorder | null = null
  #records: WorldRecord[] = []
  #periodStart = 0
  #promptPushes = 0
  #isEnding = false

  constructor(
    { observe, observed }: Pick<OpenBackendOptions, 'observe' | 'observed'>,
    world: Pick<BackendWorld, 'network' | 'before'>,
  ) {
    const wants = (kind: WorldRecord['kind']) => observe !== undefined && (observed?.includes(kind) ?? true)
    const passOn = (records: WorldRecord[]) => {
      const wanted = records.filter(({ kind }) => wants(kind))
      if (wanted.length > 0) observe!(wanted)
    }
    this.#push = observed === undefined ? (observe ?? null) : passOn
    this.#wantsPackets = wants('packet')
    this.#world = world
  }

  #now(): Nanoseconds {
    return this.#world.network.clock.now
  }

  packet(record: PacketRecord): void {
    if (!this.#wantsPackets) return
    const { before } = this.#world
    // Copies the bytes: a frame is a slice of a shared buffer, and all of that would be transferred.
    this.#add({ kind: 'packet', ...record, bytes: record.bytes.slice(), ...(before && { before }) })
  }

  fate({ number, fate, arrives, heldUntil }: PacketRecord): void {
    if (this.#wantsPackets)
      this.#add({ kind: 'fate', number, fate, arrives, ...(heldUntil !== undefined && { heldUntil }) })
  }

  /** Watches a program from its start. */
  watch(started: StartedProcess): void {
    const { process, hostName: host, program } = started
    const { pid, name } = process
    if (!this.#push) return
    const isLine = program.command !== undefined
    const args = isLine ? [] : program.argv.slice(2)
    const record = { kind: 'process', pid, host, name, args, state: 'started', at: this.#now() } as const
    this.#add(isLine ? { ...record, isLine } : record)
    process.onOutput = (fd, bytes) =>
      this.#add({ kind: 'output', pid, stream: fd === 1 ? 'stdout' : 'stderr', bytes, at: this.#now() })
    process.onExit = ({ exit }) => {
      const { code, signal, at, reason } = exit!
      const sent = signal !== null && started.endIsKnown ? ('signal' as const) : undefined
      const outside = this.#isEnding ? ('end' as const) : sent
      const how = { code, signal, ...(reason !== undefined && { reason }), ...(outside && { outside }) }
      this.#add({ kind: 'process', pid, host, name, state: 'exited', exit: how, at })
    }
  }

  /** From now on, processes end because their world does. */
  ending(): void {
    this.#isEnding = true
  }

  /** Passes on buffered records, with the time up to which they are complete. */
  flush(): void {
    if (!this.#push) return
    for (const piece of this.tables?.take() ?? []) this.#records.push({ kind: 'tables', ...piece })
    this.#records.push({ kind: 'time', now: this.#now() })
    this.#push(this.#records.splice(0))
  }

  #add(record: WorldRecord): void {
    this.#records.push(record)
    const now = Date.now()
    if (now - this.#periodStart >= LONGEST_MS) {
      this.#periodStart = now
      this.#promptPushes = 0
      this.flush()
    } else if (record.kind === 'output' && this.#promptPushes < PROMPT_PUSHES) {
      this.#promptPushes++
      this.flush()
    } else if (this.#records.length >= MOST_RECORDS) this.flush()
  }
}
