import {
  errnoName,
  type GroupRow,
  type Host,
  type InterfaceRow,
  knownParameters,
  type NeighborRow,
  type RouteRow,
  type RuleRow,
  type SocketRow,
} from '#network'
import { type InterfaceNumbers, libc, linux } from '#sockets/linux/index.ts'
import { readGroupTables } from './group-table.ts'
import { type KernelRoute, type KernelRule, routeRow, ruleRow } from './kernel-routes.ts'
import { LinuxRawSocket, LinuxTcpSocket, LinuxUdpSocket } from './linux-socket.ts'
import type { Namespace } from './namespace.ts'
import { PacketPort } from './packet-port.ts'
import type { Poller } from './poller.ts'
import { readPacketTable, readSocketTable } from './socket-table.ts'

const DOMAIN = { 4: linux.AF_INET, 6: linux.AF_INET6 }

/** A host with the real kernel's stack, in one network namespace. */
export class LinuxHost implements Host {
  readonly name: string
  readonly namespace: Namespace
  readonly #poller: Poller
  /** Interfaces that had addresses of IPv6 when they went down: they get a link-local one when they come up. */
  readonly #withIpv6 = new Set<string>()
  /** Sockets through which its world watches it, by their inodes: they are not the host's. */
  readonly #watching = new Set<number>()

  constructor(name: string, namespace: Namespace, poller: Poller) {
    this.name = name
    this.namespace = namespace
    this.#poller = poller
  }

  readonly tcp = {
    socket: (family: 4 | 6) =>
      this.#named(new LinuxTcpSocket(this.#open(family, linux.SOCK_STREAM, 0), family, this.#poller)),
  }
  readonly udp = {
    socket: (family: 4 | 6) =>
      this.#named(new LinuxUdpSocket(this.#open(family, linux.SOCK_DGRAM, 0), family, this.#poller)),
  }
  readonly raw = {
    socket: (family: 4 | 6, protocol: number) =>
      this.#named(new LinuxRawSocket(this.#open(family, linux.SOCK_RAW, protocol), family, protocol, this.#poller)),
  }

  /** The socket knows this host's interfaces. */
  #named<Opened extends { interfaces: InterfaceNumbers }>(socket: Opened): Opened {
    socket.interfaces = {
      indexOf: (iface) => this.#interfaceIndex(iface),
      nameOf: (index) => this.namespace.inside(() => libc.interfaceName(index)),
    }
    return socket
  }

  #open(family: 4 | 6, type: number, protocol: number): number {
    const flags = linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC
    const fd = this.namespace.inside(() => libc.socket(DOMAIN[family], type | flags, protocol))
    // The test's own socket: if it cannot be opened, that is never the submission's fault.
    if (fd < 0) throw new Error(`a socket on ${this.name}: ${errnoName(-fd)}`)
    return fd
  }

  sockets(): SocketRow[] {
    return [...this.tcpSockets(), ...this.#table(['udp', 'udp6', 'raw', 'raw6']), ...this.#packetSockets()]
  }

  tcpSockets(): SocketRow[] {
    return this.#table(['tcp', 'tcp6'])
  }

  #table(files: string[]): SocketRow[] {
    return files.flatMap((file) => readSocketTable(file, this.namespace.procNet(file)))
  }

  #packetSockets(): SocketRow[] {
    const nameOf = (index: number) => this.namespace.inside(() => libc.interfaceName(index))
    const rows = readPacketTable(this.namespace.procNet('packet'), nameOf)
    return rows.filter(({ inode }) => !this.#watching.has(inode))
  }

  /** Captures the host's loopback traffic. */
  watchLoopback(): PacketPort {
    const port = this.namespace.inside(() => new PacketPort('lo', this.#poller))
    this.#watching.add(port.inode)
    return port
  }

  /** Routes of all tables except that of the host's own addresses, IPv4 first. */
  routes(): RouteRow[] {
    const rows = ['-4', '-6'].flatMap((family) =>
      this.#json<KernelRoute[]>([family, '-j', 'route', 'show', 'table', 'all']),
    )
    return rows.filter(({ table }) => table !== 'local').map(routeRow)
  }

  rules(): RuleRow[] {
    return ([4, 6] as const).flatMap((family) =>
      this.#json<KernelRule[]>([`-${family}`, '-j', 'rule', 'show']).map((row) => ruleRow(row, family)),
    )
  }

  setInterface(name: string, up: boolean): void {
    const row = this.interfaces().find((one) => one.name === name)
    if (row === undefined) throw new RangeError(`${this.name} has no interface ${name}`)
    const speaksIpv6 = row.addresses.some((address) => address.includes(':')) || this.#withIpv6.has(name)
    if (speaksIpv6) this.#withIpv6.add(name)
    this.namespace.ip([`link set ${name} ${up ? 'up' : 'down'}`])
    if (up && !row.up && speaksIpv6) this.namespace.awaitIpv6(name)
  }

  leaveAlone(name: string): void {
    // A host owns its addresses on every interface (RFC 1122 §3.3.4.2, the weak model): it must not answer requests for
    // them there, nor accept packets to them.
    this.namespace.ip([`link set ${name} arp off`])
    this.namespace.sysctl(`net/ipv4/conf/${name}/rp_filter`, 1)
    this.namespace.disableIpv6(name)
  }

  sysctl(name: string, value: string | number): void {
    const names = this.interfaces().map((one) => one.name)
    const isKnown = knownParameters().some((one) =>
      ['all', ...names].some((iface) => one.replace('NAME', iface) === name),
    )
    if (!isKnown) throw new RangeError(`There is no parameter ${name} here, only ${knownParameters().join(', ')}`)
    if (name.includes('.gc_thresh'))
      throw new RangeError(`${name} is one of the whole machine on Linux, and no world's`)
    try {
      this.namespace.sysctl(name.replaceAll('.', '/'), value)
    } catch (error) {
      throw new RangeError(`${name} cannot be ${value}: ${(error as Error).message}`)
    }
  }

  neighbors(): NeighborRow[] {
    const rows: { dst: string; lladdr?: string; dev: string; state: string[] }[] = this.#json(['-j', 'neigh', 'show'])
    return rows.map((row) => ({
      ip: row.dst,
      ...(row.lladdr ? { mac: row.lladdr } : {}),
      dev: row.dev,
      state: row.state[0] as NeighborRow['state'],
    }))
  }

  interfaces(): InterfaceRow[] {
    const rows: {
      ifname: string
      address: string
      mtu: number
      flags: string[]
      addr_info: { local: string; prefixlen: number }[]
      stats64: { rx: { packets: number }; tx: { packets: number } }
    }[] = this.#json(['-j', '-s', 'address', 'show'])
    return rows.map((row) => ({
      name: row.ifname,
      mac: row.address,
      mtu: row.mtu,
      up: row.flags.includes('UP'),
      addresses: row.addr_info.map((address) => `${address.local}/${address.prefixlen}`),
      rx: row.stats64.rx.packets,
      tx: row.stats64.tx.packets,
    }))
  }

  groups(): GroupRow[] {
    return readGroupTables((name) => this.namespace.procNet(name))
  }

  /** By name, address, or an IPv6 address's zone. */
  #interfaceIndex(iface: string): number | undefined {
    const name = iface.split('%')[1] ?? iface
    const rows: { ifindex: number; ifname: string; addr_info: { local: string }[] }[] = this.#json(['-j', 'address'])
    return rows.find(({ ifname, addr_info }) => ifname === name || addr_info.some(({ local }) => local === name))
      ?.ifindex
  }

  #json<T>(args: string[]): T {
    return JSON.parse(this.namespace.command('ip', args) || '[]')
  }
}
