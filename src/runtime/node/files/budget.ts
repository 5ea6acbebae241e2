import { Errno } from '#network'

export interface FileLimits {
  /** Bytes of memory for contents and names. */
  bytes: number
  inodes: number
}

/** Limits on what one host may keep in memory. All hosts of a world together may keep four times as much. */
export const DEFAULT_FILE_LIMITS: FileLimits = { bytes: 128 << 20, inodes: 65_536 }
export const WORLD_SHARE = 4

/** Remaining memory for files. Nothing is counted twice, and what is freed can be used again. */
export class FileBudget {
  readonly limits: FileLimits
  readonly #above: FileBudget | null
  bytes = 0
  inodes = 0

  /** `above`: the budget that several file systems share. */
  constructor(limits: FileLimits, above: FileBudget | null = null) {
    this.limits = limits
    this.#above = above
  }

  /** 0, or -ENOSPC and nothing is taken. */
  take(bytes: number, inodes = 0): number {
    if (!this.#has(bytes, inodes)) return -Errno.ENOSPC
    this.#add(bytes, inodes)
    return 0
  }

  give(bytes: number, inodes = 0): void {
    this.#add(-bytes, -inodes)
  }

  #has(bytes: number, inodes: number): boolean {
    const { limits } = this
    if (this.bytes + bytes > limits.bytes || this.inodes + inodes > limits.inodes) return false
    return this.#above === null || this.#above.#has(bytes, inodes)
  }

  #add(bytes: number, inodes: number): void {
    this.bytes += bytes
    this.inodes += inodes
    if (this.#above !== null) this.#above.#add(bytes, inodes)
  }
}
