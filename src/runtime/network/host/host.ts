import type { PacketSocket } from './packet/index.ts'
import type { GroupRow, InterfaceRow, NeighborRow, RouteRow, RuleRow, SocketRow, Way } from './rows.ts'
import type { RawSocket, TcpSocket, UdpSocket } from './socket.ts'

/**
 * Host as programs' kernels and tests use it: a `SimulatedHost`, or a real kernel's network namespace. The same tests drive
 * both.
 */
export interface Host {
  readonly name: string
  readonly tcp: { socket(family: 4 | 6): TcpSocket }
  readonly udp: { socket(family: 4 | 6): UdpSocket }
  /** `protocol`: the IP protocol number, 1 for ICMP. */
  readonly raw: { socket(family: 4 | 6, protocol: number): RawSocket | number }
  /** `protocol`: an EtherType, `ETH_P_ALL`, or 0. Absent where programs can ask a kernel of their own. */
  readonly packets?: { socket(protocol: number): PacketSocket }
  sockets(): SocketRow[]
  routes(): RouteRow[]
  neighbors(): NeighborRow[]
  interfaces(): InterfaceRow[]
  groups(): GroupRow[]
  rules(): RuleRow[]
  /** Bytes received and sent by each interface, Ethernet headers included. Absent where programs can ask a kernel of their own, like `way`. */
  bytes?(): Readonly<Record<string, readonly [received: number, sent: number]>>
  /** Where packets for an address leave, or -errno. `source`: the address that they come from. */
  way?(destination: string, source?: string): Way | number
  /** Acts as `ip link set NAME up` or `down`. Throws RangeError if there is no such interface. */
  setInterface(name: string, up: boolean): void
  /**
   * Stops the kernel from answering on this interface, where a program speaks through packet sockets instead. Throws
   * RangeError if there is no such interface.
   */
  leaveAlone(name: string): void
  /** Sets a kernel parameter by its Linux name. Throws RangeError if the name or the value is invalid. */
  sysctl(name: string, value: string | number): void
}
