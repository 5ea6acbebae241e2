import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { type ChildCommand, childArguments } from './child-command.ts'
import { takeFifo } from './fifo.ts'
import { killTree } from './kill-tree.ts'

const alive = new Set<Child>()
process.on('exit', () => {
  for (const child of alive) child.end()
})

/** A child process and this side's ends of its three pipes. Reads and writes block. */
export class Child {
  readonly #process: ChildProcess
  readonly #fromChild: number
  readonly #toChild: number
  readonly #errors: number
  #ended = false
  #gone = false

  constructor(command: ChildCommand) {
    const [up, down, errors] = [takeFifo(), takeFifo(), takeFifo()]
    this.#fromChild = up.read
    this.#toChild = down.write
    // It is read after the child's end only: reading must not wait, and the child loses what does not fit.
    this.#errors = openSync(`/dev/fd/${errors.read}`, constants.O_RDONLY | constants.O_NONBLOCK)
    const [file, ...args] = childArguments(command)
    this.#process = spawn(file!, args, {
      stdio: ['ignore', 'ignore', errors.write, up.write, down.read],
      env: { TZ: 'UTC' },
      detached: true,
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      ...(command.uid === undefined ? {} : { uid: command.uid }),
      ...(command.gid === undefined ? {} : { gid: command.gid }),
    })
    for (const fd of [up.write, down.read, errors.write, errors.read]) closeSync(fd)
    this.#process.on('error', () => {
      this.#gone = true
    })
    this.#process.on('exit', () => {
      this.#gone = true
    })
    this.#process.unref()
    alive.add(this)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** Whether this side knows of its end; a very recent end may not be known yet. */
  get isGone(): boolean {
    return this.#gone || this.#ended || this.#process.pid === undefined
  }

  /** Reads; returns 0 when the child has closed its end. */
  read(into: Uint8Array): number {
    return readSync(this.#fromChild, into)
  }

  /** Writes. Throws EPIPE when the child has closed its end. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#toChild, bytes, at)
  }

  /** Returns its standard error: Node's last message when memory ran out or a jail could not be made. */
  lastWords(): string {
    const buffer = new Uint8Array(65_536)
    try {
      return new TextDecoder().decode(buffer.subarray(0, readSync(this.#errors, buffer)))
    } catch {
      return '' // EAGAIN: nothing was written and a writer is still open
    }
  }

  /** Kills it, and closes this side's ends. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    alive.delete(this)
    if (!this.#gone && this.pid > 0) killTree(this.pid)
    for (const fd of [this.#fromChild, this.#toChild, this.#errors]) closeSync(fd)
  }
}
