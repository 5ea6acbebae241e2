import type { FileBudget } from './budget.ts'
import type { Inode } from './inode.ts'

/** What an entry takes in memory beside its name. */
const ENTRY = 64

/** The names in a folder, in the order in which they were made. */
export class Directory {
  /** The folder that it lies in and its name there: a folder has one, and keeps it when it is removed. Null for a root. */
  parent: { inode: Inode; name: string } | null = null
  readonly depth: number
  readonly #budget: FileBudget
  readonly #entries = new Map<string, Inode>()
  /** Names that were not charged. */
  readonly #free = new Set<string>()
  /** Reads the names that lie elsewhere, when they are first asked for. */
  #fill: (() => void) | null = null

  constructor(budget: FileBudget, depth: number) {
    this.#budget = budget
    this.depth = depth
  }

  fillFrom(fill: () => void): void {
    this.#fill = fill
  }

  /** An entry that lies elsewhere and takes no memory of the host's. */
  place(name: string, inode: Inode): void {
    this.#entries.set(name, inode)
    this.#free.add(name)
  }

  get entries(): ReadonlyMap<string, Inode> {
    this.#filled()
    return this.#entries
  }

  get(name: string): Inode | undefined {
    this.#filled()
    return this.#entries.get(name)
  }

  /** 0 or -ENOSPC; replaces what had the name. */
  set(name: string, inode: Inode): number {
    this.#filled()
    if (!this.#entries.has(name)) {
      const charged = this.#budget.take(sizeOf(name))
      if (charged < 0) return charged
    }
    this.#entries.set(name, inode)
    return 0
  }

  delete(name: string): void {
    if (this.#entries.delete(name) && !this.#free.delete(name)) this.#budget.give(sizeOf(name))
  }

  #filled(): void {
    const fill = this.#fill
    this.#fill = null
    fill?.()
  }
}

function sizeOf(name: string): number {
  return ENTRY + 2 * name.length
}
