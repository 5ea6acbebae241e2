import type { PacketRecord } from '../../network/index.ts'
import type { WorldRecord } from '../protocol.ts'
import type { StartedProcess } from './processes.ts'

/** Records in one push, and the longest real time they are kept. */
const MOST_RECORDS = 256
const LONGEST_MS = 16

/**
 * Passes on what happens in a world while it runs, in order and in bunches: also from within a long turn of a program, so that
 * what it prints is seen although it never ends.
 */
export class Observer {
  readonly #push: ((records: WorldRecord[]) => void) | null
  readonly #now: () => number
  #records: WorldRecord[] = []
  #oldest = 0

  constructor(push: ((records: WorldRecord[]) => void) | undefined, now: () => number) {
    this.#push = push ?? null
    this.#now = now
  }

  packet(record: PacketRecord): void {
    if (this.#push) this.#add({ kind: 'packet', ...record })
  }

  fate({ number, fate, arrives }: PacketRecord): void {
    if (this.#push) this.#add({ kind: 'fate', number, fate, arrives })
  }

  /** Watches a program from its start. */
  watch({ process, hostName: host }: StartedProcess): void {
    const { pid, name } = process
    if (!this.#push) return
    this.#add({ kind: 'process', pid, host, name, state: 'started', at: this.#now() })
    process.onOutput = (fd, bytes) =>
      this.#add({ kind: 'output', pid, stream: fd === 1 ? 'stdout' : 'stderr', bytes, at: this.#now() })
    process.onExit = ({ exit }) => {
      const { code, signal, at } = exit!
      this.#add({ kind: 'process', pid, host, name, state: 'exited', exit: { code, signal }, at })
    }
  }

  /** Passes on what is kept, with the time by which it is complete. */
  flush(): void {
    if (!this.#push) return
    this.#records.push({ kind: 'time', now: this.#now() })
    this.#push(this.#records.splice(0))
  }

  #add(record: WorldRecord): void {
    if (this.#records.length === 0) this.#oldest = Date.now()
    this.#records.push(record)
    if (this.#records.length >= MOST_RECORDS || Date.now() - this.#oldest >= LONGEST_MS) this.flush()
  }
}
