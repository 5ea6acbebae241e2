/** System calls for the host's own commands: a generator yields its turn while it waits, and gets the event that ends the wait. */
import { Errno, errnoName, type Nanoseconds, SocketOption } from '#network'
import {
  DescriptorKind,
  EventType,
  type KernelEvent,
  Op,
  type ProcessStart,
  Ready,
  type SpawnRequest,
  type SystemCalls,
} from '../syscalls/index.ts'

/** Yields the time until which it waits at most, -1 for no limit. */
export type Steps<Result> = Generator<Nanoseconds | -1, Result, KernelEvent>

/** Returns its exit status. `args`: without its name. */
export type ShellCommand = (system: System, args: string[]) => Steps<number>

const PIECE = 65_536
/** Added to the number of the signal that ended a child (sh(1), exit status). */
const BY_SIGNAL = 128

/** The messages of strerror(3) that commands print. */
const MESSAGES: Readonly<Record<number, string>> = {
  [Errno.ENOENT]: 'No such file or directory',
  [Errno.EACCES]: 'Permission denied',
  [Errno.ENOTDIR]: 'Not a directory',
  [Errno.EISDIR]: 'Is a directory',
  [Errno.EBADF]: 'Bad file descriptor',
  [Errno.EPIPE]: 'Broken pipe',
  [Errno.ENOSPC]: 'No space left on device',
}

/** Returns the message of strerror(3) for a result below 0. */
export function messageOf(result: number): string {
  return MESSAGES[-result] ?? errnoName(-result) ?? `Error ${-result}`
}

export class System {
  readonly start: ProcessStart
  readonly #calls: SystemCalls
  /** Exit statuses of children that have ended. */
  readonly #ended = new Map<number, number>()

  constructor(calls: SystemCalls, start: ProcessStart) {
    this.#calls = calls
    this.start = start
  }

  get out() {
    return this.#calls.out
  }

  call(op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): number {
    return this.#calls.call(0, op, a, b, c, str, bytes)
  }

  *wait(deadline: Nanoseconds | -1 = -1): Steps<KernelEvent> {
    const event = yield deadline
    if (event.type === EventType.child) {
      this.#ended.set(event.value, event.mask > 0 ? BY_SIGNAL + event.mask : event.error)
    }
    return event
  }

  *#ready(fd: number, interest: number): Steps<void> {
    this.call(Op.watch, fd, interest, 1)
    for (;;) {
      const event = yield* this.wait()
      if (event.type === EventType.ready && event.fd === fd) break
    }
    this.call(Op.watch, fd, 0)
  }

  #isFile(fd: number): boolean {
    return this.call(Op.kind, fd) === DescriptorKind.file
  }

  /** Reads the next bytes, none at the end, or returns -errno. Others get their turn between two pieces. */
  *read(fd: number): Steps<Uint8Array | number> {
    const op = this.#isFile(fd) ? Op.read : Op.recv
    for (;;) {
      yield* this.wait(0)
      const result = this.call(op, fd, PIECE, -1)
      if (result >= 0) return (this.out.bytes ?? new Uint8Array(0)).slice()
      if (result !== -Errno.EAGAIN) return result
      yield* this.#ready(fd, Ready.IN)
    }
  }

  /** Returns 0 once all is written, or -errno. */
  *write(fd: number, data: Uint8Array | string): Steps<number> {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
    const isFile = this.#isFile(fd)
    for (let at = 0; at < bytes.length; ) {
      const rest = bytes.subarray(at, at + PIECE)
      const result = this.call(isFile ? Op.write : Op.send, fd, 0, isFile ? -1 : 0, '', rest)
      if (result >= 0) at += result
      else if (result !== -Errno.EAGAIN) return result
      else yield* this.#ready(fd, Ready.OUT)
    }
    return 0
  }

  /** Waits until a descriptor is ready; returns false at the deadline. */
  *readyBefore(fd: number, interest: number, deadline: Nanoseconds): Steps<boolean> {
    this.call(Op.watch, fd, interest, 1)
    let isReady = false
    while (!isReady && this.call(Op.clock) < deadline) {
      const event = yield* this.wait(deadline)
      isReady = event.type === EventType.ready && event.fd === fd
    }
    this.call(Op.watch, fd, 0)
    return isReady
  }

  /** Reads from a socket: the next bytes, none at the end, -ETIMEDOUT at the deadline, or -errno. */
  *readBefore(fd: number, most: number, deadline: Nanoseconds): Steps<Uint8Array | number> {
    for (;;) {
      const result = this.call(Op.recv, fd, most)
      if (result >= 0) return (this.out.bytes ?? new Uint8Array(0)).slice(0, result)
      if (result !== -Errno.EAGAIN) return result
      if (!(yield* this.readyBefore(fd, Ready.IN, deadline))) return -Errno.ETIMEDOUT
    }
  }

  /** Waits for the end of a connect; returns 0, -ETIMEDOUT at the deadline, or -errno. */
  *connectedBefore(fd: number, deadline: Nanoseconds): Steps<number> {
    if (!(yield* this.readyBefore(fd, Ready.OUT, deadline))) return -Errno.ETIMEDOUT
    return -this.call(Op.getopt, fd, SocketOption.ERROR)
  }

  /** Starts a program; returns its pid or -errno. */
  spawn(args: string[], env: string[], descriptors: number[]): number {
    const request: SpawnRequest = { file: args[0]!, args, env, descriptors, detached: false }
    return this.call(Op.spawn, 0, 0, 0, JSON.stringify(request))
  }

  /** Waits for a child; returns its exit status. */
  *ended(pid: number): Steps<number> {
    while (!this.#ended.has(pid)) yield* this.wait()
    const status = this.#ended.get(pid)!
    this.#ended.delete(pid)
    return status
  }
}
