/** Tiny processes for the kernel's tests: a function from event to answer that makes its system calls by hand. */
import { Clock, type Host } from '#network'
import { type KernelEvent, Op, type SystemCalls, type TurnEnd } from '../syscalls/index.ts'
import { Kernel, type KernelOptions, type ProcessPort, type Program, World } from './index.ts'

// biome-ignore lint/suspicious/noConfusingVoidType: a script that has nothing to add just ends.
export type Script = (event: KernelEvent, sys: Sys) => Partial<TurnEnd> | void

/** The system calls by name; `spend` lets virtual time pass in the program. */
export class Sys {
  readonly calls: SystemCalls
  #cost = 0

  constructor(calls: SystemCalls) {
    this.calls = calls
  }

  spend(nanoseconds: number): void {
    this.#cost += nanoseconds
  }

  takeCost(): number {
    const cost = this.#cost
    this.#cost = 0
    return cost
  }

  call(op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): number {
    return this.calls.call(this.takeCost(), op, a, b, c, str, bytes)
  }

  post(op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): void {
    this.calls.post(this.takeCost(), op, a, b, c, str, bytes)
  }

  print(text: string): void {
    this.post(Op.send, 1, 0, 0, '', encode(text))
  }

  /** A unix socket, listening on a path. */
  listen(path: string, interest: number): number {
    const fd = this.call(Op.socket, 1, 1)
    this.call(Op.bind, fd, 0, 0, path)
    this.call(Op.listen, fd, 16)
    this.call(Op.watch, fd, interest)
    return fd
  }

  connect(path: string): number {
    const fd = this.call(Op.socket, 1, 1)
    const result = this.call(Op.connect, fd, 0, 0, path)
    return result < 0 ? result : fd
  }
}

export function scripted(script: Script): (calls: SystemCalls) => ProcessPort & { killed: string[] } {
  return (calls) => {
    const sys = new Sys(calls)
    const killed: string[] = []
    return {
      killed,
      turn(event) {
        const end = script(event, sys)
        return { deadline: -1, cost: sys.takeCost(), ...end }
      },
      kill: (reason) => void killed.push(reason),
    }
  }
}

export function program(name: string): Program {
  return { name, argv: [name], env: {}, cwd: '/work', hostname: 'h', epochMs: 0, hosts: {}, files: {} }
}

/** A world of hosts without a network: for tests of processes with each other and with their kernel. */
export function bareWorld(options: KernelOptions = {}) {
  const network = { clock: new Clock(), seed: 1, cause: null }
  const kernel = new Kernel(network, options)
  const world = new World(network, kernel)
  const start = (script: Script, host: Host = bareHost('h'), name = 'program') =>
    kernel.spawn(host, scripted(script), program(name))
  const run = (limit = 60e9) => world.runUntil(() => false, limit)
  return { ...network, network, kernel, world, start, run }
}

export function bareHost(name: string): Host {
  const none = () => {
    throw new Error('This host has no network')
  }
  return {
    name,
    tcp: { socket: none },
    udp: { socket: none },
    raw: { socket: none },
    sockets: () => [],
    routes: () => [],
    neighbors: () => [],
    interfaces: () => [],
    groups: () => [],
    rules: () => [],
    setInterface: none,
    leaveAlone: none,
    sysctl: none,
  }
}

export const encode = (text: string) => new TextEncoder().encode(text)
export const decode = (bytes: Uint8Array | null) => new TextDecoder().decode(bytes ?? new Uint8Array(0))
