import type { PacketSocket } from './packet/index.ts'
import type { GroupRow, InterfaceRow, NeighborRow, RouteRow, RuleRow, SocketRow } from './rows.ts'
import type { RawSocket, TcpSocket, UdpSocket } from './socket.ts'

/**
 * A host as programs' kernels and tests use it. Behind it is a `SimulatedHost`, or a real kernel's network namespace: the same
 * tests drive both.
 */
export interface Host {
  readonly name: string
  readonly tcp: { socket(family: 4 | 6): TcpSocket }
  readonly udp: { socket(family: 4 | 6): UdpSocket }
  /** `protocol`: the IP protocol number, 1 for ICMP. */
  readonly raw: { socket(family: 4 | 6, protocol: number): RawSocket | number }
  /** `protocol`: an EtherType, `ETH_P_ALL`, or 0. Absent where programs have a kernel of their own to ask. */
  readonly packets?: { socket(protocol: number): PacketSocket }
  sockets(): SocketRow[]
  routes(): RouteRow[]
  neighbors(): NeighborRow[]
  interfaces(): InterfaceRow[]
  groups(): GroupRow[]
  rules(): RuleRow[]
  /** As `ip link set NAME up` or `down`. Throws RangeError when there is no such interface. */
  setInterface(name: string, up: boolean): void
  /** The kernel answers nothing that comes on this interface: a program speaks there instead, through packet sockets. Throws RangeError when there is no such interface. */
  leaveAlone(name: string): void
  /** Sets a kernel parameter by its Linux name. Throws RangeError when there is none of that name, or it cannot have the value. */
  sysctl(name: string, value: string | number): void
}
