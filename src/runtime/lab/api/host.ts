import type { DigOptions, DnsMessage } from './dns.ts'
import type { GroupRow, InterfaceRow, MappingRow, NeighborRow, RouteRow, SocketRow } from './host-state.ts'
import type {
  Generator,
  GeneratorHandle,
  HttpRequest,
  HttpResponse,
  PeerOptions,
  RawPeer,
  TcpListener,
  TcpPeer,
  UdpPeer,
} from './peers.ts'
import type { Process, RunOptions } from './process.ts'
import type { Remote } from './remote.ts'
import type { Data, DisplayFilter, Duration, Target, Within } from './values.ts'

export interface Host {
  readonly name: string
  /** Address of the first interface, or of the named one. From the topology; no crossing. */
  address(iface?: string): string

  /**
   * @act Start a program: a file of the submission, or of the author's `tests/programs/` as `tests:file.ts`.
   * `/bin/sh` is the host's shell (`args: ['-c', 'ls | wc -l']`): simulated only. `kill` then reaches all that the line has started.
   * With `listens`, @wait until it listens there, and throw EXITED with its last output if it ends first.
   * Linux: the jailed learner's (or the author's own) Node in this host's namespace.
   */
  run(program: string, options?: RunOptions): Promise<Process>
  /**
   * @wait Load a module of the submission in a process of its own on this host, and call what it exports.
   * Functions become async, `new X(…)` becomes `X.create(…)`, objects with methods stay there and come back as `Remote`; functions cannot be
   * arguments: what takes a callback is driven by a program in `tests/programs`. A call is a @wait without a limit of its own: on real time the test's `waits` ends it, else the world's own limit.
   * Results are the learner's claims: judge by packets and peers where there are any.
   * Linux: a small driver in the jail on an inherited descriptor.
   */
  load<T extends object>(file: string, options?: RunOptions): Promise<Remote<T> & { readonly process: Process }>
  /** @wait Run one shell line (`ip rule add …`, `ss -tan`) to its end; throws EXITED when its status is not 0. */
  sh(line: string, options?: Within): Promise<string>

  /** @wait Open a TCP connection. Throws REFUSED, UNREACHABLE or TIMEOUT. Kernel socket on both backends, TCP_NODELAY. */
  connect(to: Target, port: number, options?: PeerOptions & Within): Promise<TcpPeer>
  /** @act Listen. Connections wait in the backlog until `accept`. */
  listen(port: number, options?: PeerOptions & { backlog?: number }): Promise<TcpListener>
  /** @act Open a UDP socket; port 0 or none: an ephemeral one. */
  udp(port?: number, options?: { address?: string; broadcast?: boolean }): Promise<UdpPeer>
  /** @act A raw socket: sees copies of matching packets this host receives, sends anything. Linux: AF_PACKET through koffi. */
  raw(filter?: DisplayFilter, options?: { iface?: string }): Promise<RawPeer>
  /** @wait One DNS question, with the answer decoded. Never retries. Throws TIMEOUT when there is no answer. */
  dig(server: Target, name: string, type: string | number, options?: DigOptions & Within): Promise<DnsMessage>
  /** @wait One HTTP/1.1 request over a new or given connection. No redirect, no pool, no decoding. */
  http(request: HttpRequest & Within): Promise<HttpResponse>
  /** @act Traffic described by data: floods and open-loop load. It runs by itself; `stats` returns what it saw. */
  generate(what: Generator): Promise<GeneratorHandle>

  /** @look Sockets, as `ss -tuln -tan` lists them. Linux: netlink. */
  sockets(): Promise<SocketRow[]>
  /** @look */
  routes(): Promise<RouteRow[]>
  /** @look */
  neighbors(): Promise<NeighborRow[]>
  /** @look */
  interfaces(): Promise<InterfaceRow[]>
  /** @look Groups joined, or on a switch the ports that get them. */
  groups(): Promise<GroupRow[]>
  /** @look A NAT's table, as `conntrack -L` shows it. A learner's NAT has none: look at the packets. */
  mappings(): Promise<MappingRow[]>

  /** @look A file of this host's file system: written by a program, or submitted next to the code. */
  readFile(path: string): Promise<Uint8Array>
  /** @act */
  writeFile(path: string, data: Data): Promise<void>
  /** @act Power gone: no FIN, no RST, nothing answers. Linux: the relay stops, then the namespace's processes are killed. */
  powerOff(): Promise<void>
  /** @act Boots with empty state. */
  powerOn(): Promise<void>
  /** @act Interface down or up, as `ip link set`. */
  setInterface(name: string, state: 'up' | 'down'): Promise<void>
  /** @act Step this host's wall clock (`Date`), not its monotonic one. Capability `wall-clock-step`: simulated only. */
  stepWallClock(by: Duration): Promise<void>
  /** @act Kernel parameter by its Linux name; both backends know the documented list. */
  sysctl(name: string, value: string | number): Promise<void>
}
