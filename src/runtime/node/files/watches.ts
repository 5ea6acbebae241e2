/** Watching files, as inotify(7) does it. */
import { Errno, Ready, type Received } from '#network'
import type { Inode, Watch } from './inode.ts'

export const WatchEvent = {
  modify: 0x2,
  attributes: 0x4,
  movedFrom: 0x40,
  movedTo: 0x80,
  create: 0x100,
  delete: 0x200,
  deleteSelf: 0x400,
  moveSelf: 0x800,
  overflow: 0x4000,
  ignored: 0x8000,
} as const

/** fs.inotify.max_queued_events and max_user_watches, smaller than Linux's. */
const MOST_EVENTS = 4096
const MOST_WATCHES = 8192

interface QueuedEvent {
  watch: number
  mask: number
  name: string
}

const encoder = new TextEncoder()

/** Result of inotify_init: a descriptor from which events are read, one at a time: watch and mask as u32, then the name. */
export class WatchQueue {
  readonly kind = 'watches'
  onReadiness: (() => void) | null = null
  readonly #watches = new Map<number, Watch>()
  #events: QueuedEvent[] = []
  #number = 0

  /** The number of the watch; one that the inode has already is changed. */
  add(inode: Inode, mask: number): number {
    for (const watch of inode.watches) {
      if (watch.queue !== this) continue
      inode.watches.delete(watch)
      return this.#put({ ...watch, mask })
    }
    if (this.#watches.size >= MOST_WATCHES) return -Errno.ENOSPC
    return this.#put({ number: ++this.#number, mask, inode, queue: this })
  }

  #put(watch: Watch): number {
    this.#watches.set(watch.number, watch)
    watch.inode.watches.add(watch)
    return watch.number
  }

  remove(number: number): number {
    const watch = this.#watches.get(number)
    if (watch === undefined) return -Errno.EINVAL
    this.#watches.delete(number)
    watch.inode.watches.delete(watch)
    return 0
  }

  /** An event that is the same as the one before it, which is still unread, is dropped (inotify(7)). */
  push(watch: number, mask: number, name: string): void {
    const last = this.#events.at(-1)
    if (last?.watch === watch && last.mask === mask && last.name === name) return
    if (this.#events.length > MOST_EVENTS) return
    if (this.#events.length === MOST_EVENTS) this.#events.push({ watch: 0, mask: WatchEvent.overflow, name: '' })
    else this.#events.push({ watch, mask, name })
    this.onReadiness?.()
  }

  receive(): Received | number {
    const event = this.#events.shift()
    if (event === undefined) return -Errno.EAGAIN
    const name = encoder.encode(event.name)
    const bytes = new Uint8Array(8 + name.length)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, event.watch)
    view.setUint32(4, event.mask)
    bytes.set(name, 8)
    return { bytes, from: null }
  }

  readiness(): number {
    return this.#events.length > 0 ? Ready.IN : 0
  }

  send(): number {
    return -Errno.EBADF
  }

  sendSpace(): number {
    return 0
  }

  takeError(): number {
    return 0
  }

  close(): void {
    for (const number of [...this.#watches.keys()]) this.remove(number)
    this.#events = []
  }
}

/** Notifies the watches of an inode itself. */
export function tellWatchers(inode: Inode, mask: number, name = ''): void {
  for (const watch of [...inode.watches]) {
    if ((watch.mask & mask) !== 0) watch.queue.push(watch.number, mask, name)
    if (mask !== WatchEvent.deleteSelf) continue
    watch.queue.push(watch.number, WatchEvent.ignored, '')
    watch.queue.remove(watch.number)
  }
}
