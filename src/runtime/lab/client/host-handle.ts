import { formatEndpoint } from '#network'
import type {
  Data,
  DigOptions,
  DnsMessage,
  Duration,
  Generator,
  GeneratorHandle,
  GroupRow,
  Host,
  HttpRequest,
  HttpResponse,
  InterfaceRow,
  MappingRow,
  NeighborRow,
  PeerOptions,
  Process,
  RawPeer,
  Remote,
  RouteRow,
  RunOptions,
  SocketRow,
  Target,
  TcpListener,
  TcpPeer,
  UdpPeer,
  Within,
} from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import type { ModuleShape, NodeDescription } from '../protocol.ts'
import { RawPeerHandle, UdpPeerHandle } from './datagram-handles.ts'
import { Handle, limitOf } from './handle.ts'
import { ProcessHandle } from './process-handle.ts'
import { remoteModule } from './remote-module.ts'
import type { Session } from './session.ts'
import { type TcpEnds, TcpListenerHandle, TcpPeerHandle } from './tcp-handles.ts'

export class HostHandle extends Handle implements Host {
  readonly name: string
  readonly #node: NodeDescription

  constructor(session: Session, node: NodeDescription) {
    super(session, `host:${node.name}`, node.name)
    this.name = node.name
    this.#node = node
  }

  address(iface?: string): string {
    const { interfaces } = this.#node
    const chosen =
      iface === undefined
        ? interfaces.find(({ addresses }) => addresses.length > 0)
        : interfaces.find(({ name }) => name === iface)
    const address = chosen?.addresses[0]
    if (address !== undefined) return address
    const all = interfaces
      .map(({ name, addresses }) => `${name} ${addresses.join(' ') || 'without an address'}`)
      .join(', ')
    throw this.session.misuse(
      `an address of ${this.name}${iface ? `:${iface}` : ''}`,
      `its interfaces: ${all || 'none'}`,
    )
  }

  run(program: string, options: RunOptions = {}): Promise<Process> {
    const result = (pid: number, ref: string) => new ProcessHandle(this.session, ref, `${this.name}:${program}`, pid)
    const rest = {
      args: [program, runData(options)],
      shown: [program, ...(options.args ?? [])].join(' '),
      shownAnswer: (pid: number) => `process ${pid}`,
      result,
    }
    const waits = options.listens !== undefined || options.takes !== undefined
    return waits ? this.wait('run', { ...rest, ...limitOf(options) }) : this.act('run', rest)
  }

  load<T extends object>(file: string, options: RunOptions = {}): Promise<Remote<T> & { readonly process: Process }> {
    const label = `${this.name}:${file}`
    return this.wait('load', {
      args: [file, runData(options)],
      shown: file,
      shownAnswer: ({ functions, classes }: ModuleShape) => [...functions, ...classes].join(', '),
      ...limitOf(options),
      result: (shape: ModuleShape, ref: string) => {
        const process = new ProcessHandle(this.session, ref, label, shape.pid)
        return remoteModule(this.session, ref, label, shape, process) as Remote<T> & { readonly process: Process }
      },
    })
  }

  sh(line: string, options?: Within): Promise<string> {
    return this.wait('sh', { args: [line], ...limitOf(options) })
  }

  connect(to: Target, port: number, options: PeerOptions & Within = {}): Promise<TcpPeer> {
    const { within: _, ...peer } = options
    return this.wait('connect', {
      args: [to, port, peer],
      shown: `${to}:${port}`,
      shownAnswer: ({ local, remote }: TcpEnds) => `${formatEndpoint(local)} → ${formatEndpoint(remote)}`,
      ...limitOf(options),
      result: (ends: TcpEnds, ref: string) => new TcpPeerHandle(this.session, ref, `${this.name}→${to}:${port}`, ends),
    })
  }

  listen(port: number, options: PeerOptions & { backlog?: number } = {}): Promise<TcpListener> {
    return this.act('listen', {
      args: [port, options],
      shown: String(port),
      shownAnswer: ({ local }: TcpEnds) => formatEndpoint(local),
      result: ({ local }: TcpEnds, ref: string) =>
        new TcpListenerHandle(this.session, ref, `${this.name}:${local.port}`, local),
    })
  }

  udp(port = 0, options: { address?: string; broadcast?: boolean } = {}): Promise<UdpPeer> {
    return this.act('udp', {
      args: [port, options],
      shown: String(port),
      shownAnswer: ({ local }: TcpEnds) => formatEndpoint(local),
      result: ({ local }: TcpEnds, ref: string) =>
        new UdpPeerHandle(this.session, ref, `${this.name}:${local.port}/udp`, local),
    })
  }

  raw(filter?: string, options: { iface?: string } = {}): Promise<RawPeer> {
    return this.act('raw', {
      args: [filter, options],
      shown: filter ?? '',
      result: (_: unknown, ref: string) => new RawPeerHandle(this.session, ref, `${this.name} raw`),
    })
  }

  dig(server: Target, name: string, type: string | number, options: DigOptions & Within = {}): Promise<DnsMessage> {
    return this.wait('dig', { args: [server, name, type, options], ...limitOf(options) })
  }

  http(request: HttpRequest & Within): Promise<HttpResponse> {
    const { method = 'GET', url } = request
    return this.wait('http', {
      args: [{ ...request, over: undefined }],
      shown: `${method} ${url}`,
      ...limitOf(request),
    })
  }

  generate(what: Generator): Promise<GeneratorHandle> {
    return this.act('generate', { args: [what], shown: what.kind })
  }

  sockets(): Promise<SocketRow[]> {
    return this.look('sockets')
  }

  routes(): Promise<RouteRow[]> {
    return this.look('routes')
  }

  neighbors(): Promise<NeighborRow[]> {
    return this.look('neighbors')
  }

  interfaces(): Promise<InterfaceRow[]> {
    return this.look('interfaces')
  }

  groups(): Promise<GroupRow[]> {
    return this.look('groups')
  }

  mappings(): Promise<MappingRow[]> {
    return this.look('mappings')
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.look('readFile', { args: [path] })
  }

  writeFile(path: string, data: Data): Promise<void> {
    return this.act('writeFile', { args: [path, data] })
  }

  powerOff(): Promise<void> {
    return this.act('powerOff')
  }

  powerOn(): Promise<void> {
    return this.act('powerOn')
  }

  setInterface(name: string, state: 'up' | 'down'): Promise<void> {
    return this.act('setInterface', { args: [name, state] })
  }

  stepWallClock(by: Duration): Promise<void> {
    return this.act('stepWallClock', { args: [milliseconds(by)] })
  }

  sysctl(name: string, value: string | number): Promise<void> {
    return this.act('sysctl', { args: [name, value] })
  }
}

/** Options as data: arguments as text, as a program gets them. */
function runData({ within: _, args, ...options }: RunOptions): Omit<RunOptions, 'within'> {
  return { ...options, args: (args ?? []).map(String) }
}
