import { closeSync, writeSync } from 'node:fs'
import { libc, linux } from '#sockets/linux/index.ts'

const EVERYTHING = (linux.EPOLLIN | linux.EPOLLOUT | linux.EPOLLRDHUP | linux.EPOLLET) >>> 0

/**
 * One epoll for every descriptor of a world. Edge-triggered: a listener is called once when its descriptor becomes
 * readable or writable, and then reads or writes until EAGAIN. The wait happens off this thread.
 */
export class Poller {
  readonly #epoll = libc.epollCreate()
  readonly #wake = libc.eventfd()
  readonly #listeners = new Map<number, (events: number) => void>()
  readonly #ended: Promise<void>
  readonly #onActivity: () => void
  #closing = false

  /** `onActivity` is called after the listeners of one round were. */
  constructor(onActivity: () => void) {
    this.#onActivity = onActivity
    libc.epollControl(this.#epoll, linux.EPOLL_CTL_ADD, this.#wake, linux.EPOLLIN)
    this.#ended = this.#run()
  }

  add(fd: number, onEvents: (events: number) => void): void {
    this.#listeners.set(fd, onEvents)
    libc.epollControl(this.#epoll, linux.EPOLL_CTL_ADD, fd, EVERYTHING)
  }

  /** Removes a descriptor; call it before closing the descriptor. */
  remove(fd: number): void {
    if (this.#listeners.delete(fd)) libc.epollControl(this.#epoll, linux.EPOLL_CTL_DEL, fd, 0)
  }

  async close(): Promise<void> {
    this.#closing = true
    writeSync(this.#wake, new Uint8Array(BigUint64Array.of(1n).buffer))
    await this.#ended
    closeSync(this.#wake)
    libc.close(this.#epoll)
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      for (const { fd, events } of await libc.epollWaitAsync(this.#epoll, 1000)) this.#listeners.get(fd)?.(events)
      this.#onActivity()
    }
  }
}
