import { BindFlag, Errno, errnoName, type Host, Ready, SocketOption, type TcpSocket } from '#network'
import type { Data, Endpoint, PeerOptions, SocketRow } from '../api/index.ts'
import { encode } from './byte-queue.ts'
import type { Context } from './context.ts'
import { readFile, writeFile } from './host-files.ts'
import { LoadedModule } from './loaded-module.ts'
import { ProcessSubject } from './process-subject.ts'
import { driverOf, limitsOf, programOf, type RunData } from './programs.ts'
import { RawPeer } from './raw-peer.ts'
import type { CallContext, Operation, Subject } from './subject.ts'
import { TcpListener } from './tcp-listener.ts'
import { connectFailure, TcpPeer } from './tcp-peer.ts'
import { UdpPeer } from './udp-peer.ts'
import { done, Failure, type Wait, waitFor } from './wait.ts'

/** Operations that no world supports yet; `capabilities` lists the same. */
const NOT_YET = ['sh', 'dig', 'http', 'generate', 'stepWallClock'] as const

/** A host, as tests use it: programs, the test's own sockets, tables. */
export class HostSubject implements Subject {
  readonly #context: Context
  readonly #host: Host
  readonly operations: Record<string, Operation>

  constructor(context: Context, name: string) {
    this.#context = context
    this.#host = context.host(name)
    this.operations = {
      run: ([program, options]: [string, RunData], call) => this.#run(program, options, call),
      load: ([file, options]: [string, RunData], call) => this.#load(file, options, call),
      connect: ([to, port, options]: [string, number, PeerOptions], call) => this.#connect(to, port, options, call),
      listen: ([port, options]: [number, PeerOptions & { backlog?: number }], call) =>
        this.#listen(port, options, call),
      udp: ([port, options]: [number, { address?: string; broadcast?: boolean }], call) =>
        this.#udp(port, options, call),
      raw: ([filter, { iface }]: [string | undefined, { iface?: string }], { ref }) =>
        context.register(ref, new RawPeer(context, name, filter, iface)),
      sockets: () => this.#sockets(),
      routes: () => this.#host.routes(),
      neighbors: () => this.#host.neighbors(),
      interfaces: () => this.#host.interfaces(),
      groups: () => this.#host.groups(),
      mappings: () => context.world.mappings(name),
      setInterface: ([name, state]: [string, 'up' | 'down']) =>
        this.#change(`${name} ${state}`, () => this.#host.setInterface(name, state === 'up')),
      sysctl: ([name, value]: [string, string | number]) =>
        this.#change(`${name} = ${value}`, () => this.#host.sysctl(name, value)),
      powerOff: () => this.#power('powerOff').off(name),
      powerOn: () => this.#power('powerOn').on(name, false),
      readFile: ([path]: [string]) => readFile(context, name, path),
      writeFile: ([path, data]: [string, Data]) => writeFile(context, name, path, data),
      ...Object.fromEntries(NOT_YET.map((op) => [op, () => notYet(op, name)])),
    }
  }

  /** Looks up something of the host; a missing or invalid one is the test's mistake. */
  #change(what: string, change: () => void): void {
    try {
      change()
    } catch (error) {
      if (error instanceof RangeError) throw new Failure('MISUSE', `${what} on ${this.#name}`, error.message)
      throw error
    }
  }

  #power(op: string) {
    const { power } = this.#context
    return power.isPossible ? power : notYet(op, this.#name)
  }

  get #name(): string {
    return this.#host.name
  }

  async #run(name: string, options: RunData, call: CallContext): Promise<unknown> {
    for (const name of options.takes ?? []) this.#leaveAlone(name)
    const program = programOf(this.#context, this.#name, name, options)
    const started = await this.#context.processes.start(this.#name, program, limitsOf(options))
    if (options.stdin !== undefined) {
      started.process.write(encode(options.stdin))
      started.process.endInput()
    }
    const subject = new ProcessSubject(this.#context, started)
    this.#context.register(call.ref, subject)
    if (options.takes) return subject.taking(options.takes, call, started.process.pid)
    return options.listens === undefined
      ? started.process.pid
      : subject.listening(options.listens, call, started.process.pid)
  }

  /**
   * Interfaces that a program takes over have no address, and the kernel must not answer there for its other addresses.
   */
  #leaveAlone(name: string): void {
    const expected = `${this.#name}:${name}, for openLink()`
    const row = this.#host.interfaces().find((one) => one.name === name)
    if (row === undefined) throw new Failure('MISUSE', expected, 'no such interface')
    const seen = `an interface with kernel addresses (${row.addresses.join(', ')}): remove its "addresses" from the topology`
    if (row.addresses.length > 0) throw new Failure('MISUSE', expected, seen)
    this.#host.leaveAlone(name)
  }

  async #load(file: string, options: RunData, call: CallContext): Promise<Wait> {
    const channel = this.#context.world.openChannel(this.#name)
    if (!channel) throw new Failure('NOT_SUPPORTED', 'load() of a module', 'a backend without a channel to programs')
    const program = driverOf(this.#context, this.#name, file, channel.address, options)
    const started = await this.#context.processes.start(this.#name, program, limitsOf(options))
    started.channelAddress = channel.address
    channel.attach(started.process)
    const module = new LoadedModule(this.#context, started, channel)
    this.#context.register(call.ref, module)
    return module.ready(call)
  }

  #connect(to: string, port: number, options: PeerOptions, call: CallContext): Wait {
    const address = this.#context.resolve(to)
    const expected = `a connection from ${this.#name} to ${to}:${port} ${call.within}`
    const socket = this.#tcpSocket(this.#context.familyOf(address), options)
    if (options.from) this.#bind(socket, options.from.port ?? 0, options.from.address)
    const begun = socket.connect(address, port)
    if (begun < 0 && begun !== -Errno.EINPROGRESS) throw connectFailure(-begun, expected, this.#now)
    return waitFor({
      deadline: call.deadline,
      expected,
      poll: () => {
        if ((socket.readiness() & (Ready.OUT | Ready.ERR | Ready.HUP)) === 0) return null
        const error = socket.takeError()
        if (error !== 0) {
          socket.close()
          throw connectFailure(error, expected, this.#now)
        }
        const remoteName = `${to}:${port}`
        const peer = new TcpPeer({
          context: this.#context,
          socket,
          hostName: this.#name,
          remoteName,
          paused: options.paused ?? false,
        })
        this.#context.register(call.ref, peer)
        return done(peer.ends)
      },
      seen: () => `no answer (${socket.state})`,
      packets: () => this.#attempts(socket, { address, port }),
      abandon: () => socket.close(),
    })
  }

  #attempts(socket: TcpSocket, remote: Endpoint): number[] {
    const local = socket.localEndpoint()
    return local ? this.#context.packets.latestOf(local, remote) : []
  }

  #listen(port: number, { from, backlog, paused, ...options }: PeerOptions & { backlog?: number }, call: CallContext) {
    const family = this.#listeningFamily(from?.address)
    const socket = this.#tcpSocket(family, options)
    this.#bind(socket, port, from?.address ?? anyAddress(family))
    check(socket.listen(backlog ?? 128), `${this.#name} to listen on port ${port}`)
    const listener = new TcpListener(this.#context, socket, this.#name, paused ?? false)
    this.#context.register(call.ref, listener)
    return { local: listener.local }
  }

  #udp(port: number, { address, broadcast }: { address?: string; broadcast?: boolean }, call: CallContext) {
    const family = this.#listeningFamily(address)
    const socket = this.#host.udp.socket(family)
    check(socket.bind(address ?? anyAddress(family), port), `UDP port ${port} of ${this.#name}`)
    if (broadcast) socket.setOption(SocketOption.BROADCAST, 1)
    const peer = new UdpPeer(this.#context, socket, this.#name)
    this.#context.register(call.ref, peer)
    return { local: peer.local }
  }

  /** IP version of the address to listen at; without one, IPv4 unless the host only has IPv6. */
  #listeningFamily(address: string | undefined): 4 | 6 {
    if (address !== undefined) return this.#context.familyOf(address)
    const own = this.#host.interfaces().filter(({ name }) => name !== 'lo')
    const addresses = own.flatMap((one) => one.addresses)
    return addresses.length > 0 && addresses.every((one) => one.includes(':')) ? 6 : 4
  }

  #tcpSocket(family: 4 | 6, { receiveBuffer }: PeerOptions): TcpSocket {
    const socket = this.#host.tcp.socket(family)
    socket.setOption(SocketOption.NODELAY, 1)
    if (receiveBuffer !== undefined)
      check(socket.setOption(SocketOption.RCVBUF, receiveBuffer), `a receive buffer of ${receiveBuffer} bytes`)
    return socket
  }

  #bind(socket: TcpSocket, port: number, address = anyAddress(socket.family)): void {
    const place = `${address}:${port} of ${this.#name}`
    check(socket.bind(address, port, BindFlag.REUSEADDR), place)
  }

  #sockets(): SocketRow[] {
    return this.#host.sockets().map(({ inode, ...row }) => {
      const pid = inode === 0 ? undefined : this.#context.world.pidOf(this.#name, inode)
      return pid === undefined ? row : { ...row, pid }
    })
  }

  get #now(): number {
    return this.#context.world.network.clock.now
  }
}

function anyAddress(family: 4 | 6): string {
  return family === 4 ? '0.0.0.0' : '::'
}

function check(result: number, expected: string): void {
  if (result >= 0) return
  const reason = result === -Errno.EADDRINUSE ? 'it is in use (EADDRINUSE)' : errnoName(-result)
  throw new Failure('MISUSE', expected, reason)
}

function notYet(op: string, hostName: string): never {
  throw new Failure('NOT_SUPPORTED', `${op} on ${hostName}`, 'an unsupported operation')
}
