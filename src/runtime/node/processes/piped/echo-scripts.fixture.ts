/** An echo server and its client as system calls, for tests that compare the two ways of running a process. */
import { Errno, Ready } from '#network'
import type { Script, Sys } from '../../kernel/scripted.fixture.ts'
import { EventType, type KernelEvent, Op, PUSH } from '../../syscalls/index.ts'

const IN = Ready.IN | PUSH
const OUT = Ready.OUT | PUSH

/** `server PLACE` or `client PLACE ROUNDS SIZE`; a place is a path, or `address:port`. */
export function echoScripts([role, place = '', rounds = '1', size = '4']: string[]): Script {
  return role === 'server' ? server(place) : client(place, Number(rounds), Number(size))
}

/** Queues for each connection the bytes for which the peer is too slow. */
class Writer {
  readonly #fd: number
  #left: Uint8Array[] = []

  constructor(fd: number) {
    this.#fd = fd
  }

  write(sys: Sys, bytes: Uint8Array): void {
    this.#left.push(bytes)
    this.flush(sys)
  }

  flush(sys: Sys): void {
    for (let next = this.#left[0]; next !== undefined; next = this.#left[0]) {
      const taken = sys.call(Op.send, this.#fd, 0, 0, '', next)
      if (taken < 0 && taken !== -Errno.EAGAIN) return
      if (taken === next.length) this.#left.shift()
      else if (taken > 0) this.#left[0] = next.subarray(taken)
      else {
        sys.post(Op.watch, this.#fd, IN | OUT, 4_096)
        return
      }
    }
  }
}

function server(place: string): Script {
  const writers = new Map<number, Writer>()
  const writer = (fd: number) => {
    if (!writers.has(fd)) writers.set(fd, new Writer(fd))
    return writers.get(fd)!
  }
  return (event, sys) => {
    if (event.type === EventType.start) return void open(sys, place, Op.bind)
    if ((event.mask & Ready.OUT) !== 0) writer(event.fd).flush(sys)
    if (event.bytes !== null) writer(event.fd).write(sys, event.bytes)
    else if ((event.mask & (Ready.HUP | Ready.ERR)) !== 0) sys.post(Op.close, event.fd)
    else if ((event.mask & Ready.IN) !== 0) sys.post(Op.watch, event.value, IN)
  }
}

function client(place: string, rounds: number, size: number): Script {
  const piece = new Uint8Array(size).fill(120)
  let writer: Writer | null = null
  let left = rounds
  let missing = size
  const received = (sys: Sys, bytes: Uint8Array) => {
    missing -= bytes.length
    if (missing > 0) return
    missing = size
    if (--left > 0) return writer?.write(sys, piece)
    sys.call(Op.random, 4)
    sys.print(`${rounds} × ${size}, then ${sys.calls.out.bytes}`)
    sys.post(Op.exit, 0)
  }
  return (event: KernelEvent, sys: Sys) => {
    if (event.type === EventType.start) {
      const fd = open(sys, place, Op.connect)
      if (fd >= 0) sys.call(Op.watch, fd, OUT)
    } else if (event.error !== 0) {
      sys.print(`error ${event.error}`)
      sys.post(Op.exit, 1)
    } else if ((event.mask & Ready.OUT) !== 0) {
      if (writer !== null) return writer.flush(sys)
      sys.call(Op.watch, event.fd, IN)
      writer = new Writer(event.fd)
      writer.write(sys, piece)
    }
    if (event.bytes !== null) received(sys, event.bytes)
  }
}

function open(sys: Sys, place: string, op: typeof Op.bind | typeof Op.connect): number {
  const [address = '', port] = place.split(':')
  const fd = sys.call(Op.socket, port === undefined ? 1 : 4, 1)
  const result = sys.call(op, fd, Number(port ?? 0), 0, address)
  if (result < 0 && result !== -Errno.EINPROGRESS) {
    sys.print(`error ${-result}`)
    sys.post(Op.exit, 1)
    return result
  }
  if (op === Op.bind) {
    sys.call(Op.listen, fd, 16)
    sys.call(Op.watch, fd, IN)
  }
  return fd
}
