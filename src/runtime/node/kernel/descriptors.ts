import { Errno, type PacketSocket, type RawSocket, type TcpSocket, type UdpSocket } from '#network'
import type { FileDescription, WatchQueue } from '../files/index.ts'
import { LARGEST_PIECE } from './limits.ts'
import type { StandardInput, StandardOutput } from './stdio.ts'
import type { UnixSocket } from './unix-socket.ts'

/** What a connection needs: accept, listen, shutdown and reset. */
export type StreamSocket = TcpSocket | UnixSocket
export type SocketFile = StreamSocket | UdpSocket | RawSocket | PacketSocket
/** What a descriptor refers to (POSIX: an open file description). */
export type OpenFile = SocketFile | StandardInput | StandardOutput | FileDescription | WatchQueue

/** An open descriptor of a process, and the events that the process asked for. */
export class Descriptor {
  readonly fd: number
  readonly file: OpenFile
  /** As `Op.watch`: interest bits, largest piece to push, send space wanted before OUT is worth an event. */
  interest = 0
  largestPiece = 0
  wantedSpace = 1
  listening = false
  /** True while it is in the process's queue of descriptors with events. */
  queued = false
  /** Number of the packet whose arrival put it there; 0: something else did, or it isn't known. */
  queuedBy = 0
  /** The end of the stream or an error has been pushed: nothing more will come. */
  finished = false
  /** errno of a posted send that failed: the process did not wait for its result, so it comes as an event. */
  postedError = 0
  /** Send space that the process knows of. */
  knownSpace = 0

  constructor(fd: number, file: OpenFile) {
    this.fd = fd
    this.file = file
  }

  /** Free space for sending, as reported to the process. */
  get space(): number {
    return Math.min(this.file.sendSpace(), LARGEST_PIECE)
  }

  get socket(): SocketFile | null {
    const { file } = this
    if (file.kind === 'input' || file.kind === 'output') return null
    return file.kind === 'file' || file.kind === 'watches' ? null : file
  }

  get stream(): StreamSocket | null {
    return this.file.kind === 'tcp' || this.file.kind === 'unix' ? this.file : null
  }
}

/** A process's descriptors: each new file gets the lowest free number, as POSIX requires. */
export class DescriptorTable {
  readonly #limit: number
  readonly #open = new Map<number, Descriptor>()
  readonly #free: number[] = []
  #next = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get full(): boolean {
    return this.#open.size >= this.#limit
  }

  add(file: OpenFile): Descriptor | number {
    if (this.full) return -Errno.EMFILE
    const descriptor = new Descriptor(this.#lowestFree(), file)
    this.#open.set(descriptor.fd, descriptor)
    return descriptor
  }

  /** Puts a file at a number above all used ones. */
  place(fd: number, file: OpenFile): Descriptor {
    for (; this.#next < fd; this.#next++) this.#free.push(this.#next)
    this.#next++
    const descriptor = new Descriptor(fd, file)
    this.#open.set(fd, descriptor)
    return descriptor
  }

  get(fd: number): Descriptor | undefined {
    return this.#open.get(fd)
  }

  remove(descriptor: Descriptor): void {
    this.#open.delete(descriptor.fd)
    this.#free.push(descriptor.fd)
  }

  /** In order of their numbers. */
  all(): Descriptor[] {
    return [...this.#open.values()].sort((a, b) => a.fd - b.fd)
  }

  #lowestFree(): number {
    if (this.#free.length === 0) return this.#next++
    const lowest = Math.min(...this.#free)
    this.#free.splice(this.#free.indexOf(lowest), 1)
    return lowest
  }
}
