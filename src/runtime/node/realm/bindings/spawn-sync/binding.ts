import { MILLISECOND, type Nanoseconds } from '#network'
import { Op, Stood } from '../../../syscalls/index.ts'
import { plainBytes } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { arrangeDescriptors, type Stdio, spawnRequest } from '../child-descriptors.ts'
import { ChildPipe } from './child-pipe.ts'

const SIGTERM = 15
const NOT_HERE =
  'child_process: spawnSync, execSync and execFileSync are not supported in a page: the programs of a world share one thread there, and ' +
  'the child could not run while its parent stands still. Use spawn, exec or execFile.'
const WAITS_FOR_EVER =
  'child_process: the child waits for something that can only come from a process that stands still with its parent. Use spawn, exec or execFile.'

interface Options {
  file: string
  args?: string[]
  cwd?: string
  envPairs?: string[]
  detached?: boolean
  uid?: number
  gid?: number
  stdio: (Stdio & { input?: ArrayBufferView; writable?: boolean })[]
  /** In ms; 0 for none. */
  timeout?: number
  maxBuffer?: number
  killSignal?: number
}

/** `internalBinding('spawn_sync')`: spawn_sync.cc. */
export function spawnSyncBinding(realm: RealmContext): Binding {
  return { spawn: (options: Options) => spawn(realm, options) }
}

function spawn(realm: RealmContext, options: Options): Any {
  const { kernel } = realm
  const pipes: (ChildPipe | null)[] = options.stdio.map(() => null)
  const arrangement = arrangeDescriptors(realm, options.stdio, (entry, fd) => {
    const { input, writable = false } = entry as Options['stdio'][number]
    const bytes = input === undefined ? new Uint8Array(0) : plainBytes(input)
    pipes[options.stdio.indexOf(entry)] = new ChildPipe(realm, fd, { input: bytes, reads: writable })
  })
  if (typeof arrangement === 'number') return failure(arrangement)
  const { file, args, cwd, envPairs: env, uid, gid, detached = false } = options
  const { descriptors } = arrangement
  const request = spawnRequest(realm, { file, args, cwd, env, uid, gid, descriptors, detached, awaited: true })
  const pid = kernel.call(Op.spawn, 0, 0, 0, request)
  for (const fd of arrangement.ours) kernel.post(Op.close, fd)
  const open = pipes.filter((pipe) => pipe !== null)
  const end = pid < 0 ? null : new Waiting(realm, pid, open, options).run()
  for (const pipe of open) pipe.close()
  if (pid === -realm.errno('ENOSYS')) throw new Error(NOT_HERE)
  if (end === null) return failure(pid)
  return { ...end, output: pipes.map((pipe) => bufferOf(realm, pipe?.output ?? null)), pid }
}

const failure = (error: number) => ({ pid: 0, status: null, signal: null, output: null, error })

const bufferOf = (realm: RealmContext, bytes: Uint8Array | null): unknown =>
  bytes === null ? null : realm.require('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A child's end. The library shows the properties in this order. */
interface End {
  error?: number
  status: number | null
  signal: string | null
}

/** The parent's side while it is blocked: feeds the child, reads its output, and kills it when it exceeds its time or output limit. */
class Waiting {
  readonly #realm: RealmContext
  readonly #pid: number
  readonly #pipes: readonly ChildPipe[]
  readonly #most: number
  readonly #killSignal: number
  #deadline: Nanoseconds
  #error = 0
  #end: Omit<End, 'error'> | null = null

  constructor(realm: RealmContext, pid: number, pipes: readonly ChildPipe[], options: Options) {
    const { timeout = 0, maxBuffer = Number.POSITIVE_INFINITY, killSignal } = options
    this.#realm = realm
    this.#pid = pid
    this.#pipes = pipes
    this.#most = maxBuffer
    this.#killSignal = killSignal || SIGTERM
    this.#deadline = timeout > 0 ? realm.kernel.time + timeout * MILLISECOND : -1
  }

  run(): End {
    for (;;) {
      for (const pipe of this.#pipes) if (pipe.isOpen) pipe.pump()
      if (this.#pipes.reduce((length, pipe) => length + pipe.length, 0) > this.#most) this.#stop('ENOBUFS')
      const open = this.#pipes.filter((pipe) => pipe.isOpen)
      if (this.#end !== null && open.length === 0)
        return { ...(this.#error !== 0 && { error: this.#error }), ...this.#end }
      this.#standStill(open)
    }
  }

  #standStill(open: readonly ChildPipe[]): void {
    const { kernel } = this.#realm
    const result = kernel.standStill(this.#end === null ? this.#pid : 0, this.#deadline, wantedBytes(open))
    if (result === 0) this.#stop('ETIMEDOUT')
    else if (result === -this.#realm.errno('EDEADLK')) throw new Error(WAITS_FOR_EVER)
    else if (result > 0 && (result & Stood.childEnded) !== 0) this.#ended(kernel.out.a, kernel.out.b)
  }

  #ended(code: number, signal: number): void {
    const { signals } = this.#realm.constants.constants.os
    const name = Object.keys(signals).find((known) => signals[known] === signal) ?? null
    this.#end = { status: signal === 0 ? code : null, signal: name }
  }

  /** Kills the child; only the first reason counts. */
  #stop(reason: string): void {
    this.#deadline = -1
    if (this.#error === 0) this.#error = -this.#realm.errno(reason)
    for (const pipe of this.#pipes) if (pipe.isOpen) pipe.close()
    if (this.#end === null) this.#realm.kernel.call(Op.kill, this.#pid, this.#killSignal)
  }
}

/** Encodes what to wait for, for `Op.standStill`. */
function wantedBytes(pipes: readonly ChildPipe[]): Uint8Array {
  const bytes = new Uint8Array(pipes.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [index, { wanted }] of pipes.entries()) {
    view.setUint16(4 * index, wanted[0])
    view.setUint16(4 * index + 2, wanted[1])
  }
  return bytes
}
