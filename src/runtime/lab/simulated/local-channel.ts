import { type KernelProcess, type UnixNames, UnixSocket } from '#node'
import type { ProgramChannel } from '../backend/index.ts'

const PIECE = 65_536

/** A channel to a program through a local socket of its host, as another program of that host would offer one. */
export class LocalChannel implements ProgramChannel {
  readonly address: string
  onBytes: ((bytes: Uint8Array) => void) | null = null
  readonly #names: UnixNames
  readonly #listener: UnixSocket
  #connection: UnixSocket | null = null
  #unsent: Uint8Array[] = []

  constructor(names: UnixNames, path: string) {
    this.address = path
    this.#names = names
    this.#listener = new UnixSocket(names)
    this.#listener.bind(path)
    this.#listener.listen(0)
    this.#listener.onReadiness = () => this.#accept()
  }

  attach(_process: KernelProcess): void {}

  write(bytes: Uint8Array): void {
    this.#unsent.push(bytes)
    this.#flush()
  }

  /** The first to connect is the driver; then the name is removed, so that nothing else can connect. */
  #accept(): void {
    const connection = this.#listener.accept()
    if (typeof connection === 'number') return
    this.#connection = connection
    connection.onReadiness = () => this.#exchange()
    this.#listener.onReadiness = null
    this.#listener.close()
    this.#names.delete(this.address)
    this.#exchange()
  }

  #exchange(): void {
    for (;;) {
      const received = this.#connection!.receive(PIECE)
      if (typeof received === 'number' || received.bytes.length === 0) break
      this.onBytes?.(received.bytes)
    }
    this.#flush()
  }

  #flush(): void {
    for (let piece = this.#unsent[0]; piece !== undefined && this.#connection; piece = this.#unsent[0]) {
      const taken = this.#connection.send(piece)
      if (taken <= 0) return
      if (taken === piece.length) this.#unsent.shift()
      else this.#unsent[0] = piece.subarray(taken)
    }
  }
}
