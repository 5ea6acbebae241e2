import {
  errnoName,
  formatIpAddress,
  type Host,
  type InterfaceRow,
  type NeighbourRow,
  type RouteRow,
  type SocketRow,
} from '../../network/index.ts'
import { libc, linux } from '../../sockets/linux/index.ts'
import { LinuxRawSocket, LinuxTcpSocket, LinuxUdpSocket } from './linux-socket.ts'
import type { Namespace } from './namespace.ts'
import type { Poller } from './poller.ts'
import { TCP_STATES } from './tcp-info.ts'

const DOMAIN = { 4: linux.AF_INET, 6: linux.AF_INET6 }

/** A host whose stack is the real kernel's, in one network namespace. */
export class LinuxHost implements Host {
  readonly name: string
  readonly namespace: Namespace
  readonly #poller: Poller

  constructor(name: string, namespace: Namespace, poller: Poller) {
    this.name = name
    this.namespace = namespace
    this.#poller = poller
  }

  readonly tcp = {
    socket: (family: 4 | 6) => new LinuxTcpSocket(this.#open(family, linux.SOCK_STREAM, 0), family, this.#poller),
  }
  readonly udp = {
    socket: (family: 4 | 6) => new LinuxUdpSocket(this.#open(family, linux.SOCK_DGRAM, 0), family, this.#poller),
  }
  readonly raw = {
    socket: (family: 4 | 6, protocol: number) =>
      new LinuxRawSocket(this.#open(family, linux.SOCK_RAW, protocol), family, protocol, this.#poller),
  }

  #open(family: 4 | 6, type: number, protocol: number): number {
    const flags = linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC
    const fd = this.namespace.inside(() => libc.socket(DOMAIN[family], type | flags, protocol))
    // The test's own socket: that it cannot be opened is never the submission's doing.
    if (fd < 0) throw new Error(`a socket on ${this.name}: ${errnoName(-fd)}`)
    return fd
  }

  sockets(): SocketRow[] {
    return [...this.tcpSockets(), ...this.#table(['udp', 'udp6', 'raw', 'raw6'])]
  }

  tcpSockets(): SocketRow[] {
    return this.#table(['tcp', 'tcp6'])
  }

  #table(files: string[]): SocketRow[] {
    return files.flatMap((file) => readSocketTable(file, this.namespace.procNet(file)))
  }

  routes(): RouteRow[] {
    type Row = { dst: string; gateway?: string; dev: string; prefsrc?: string; metric?: number }
    const rows = ['-4', '-6'].flatMap((family) => this.#json<Row[]>([family, '-j', 'route', 'show', 'table', 'main']))
    return rows.map((row) => ({
      table: 'main',
      to: row.dst,
      ...(row.gateway ? { via: row.gateway } : {}),
      dev: row.dev,
      ...(row.prefsrc ? { src: row.prefsrc } : {}),
      metric: row.metric ?? 0,
    }))
  }

  neighbours(): NeighbourRow[] {
    const rows: { dst: string; lladdr?: string; dev: string; state: string[] }[] = this.#json(['-j', 'neigh', 'show'])
    return rows.map((row) => ({
      ip: row.dst,
      ...(row.lladdr ? { mac: row.lladdr } : {}),
      dev: row.dev,
      state: (row.state[0] === 'DELAY' || row.state[0] === 'PROBE' ? 'STALE' : row.state[0]) as NeighbourRow['state'],
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

  #json<T>(args: string[]): T {
    return JSON.parse(this.namespace.command('ip', args) || '[]')
  }
}

/**
 * /proc/net/tcp and its like: `sl local_address rem_address st tx_queue:rx_queue tr:tm retrnsmt uid timeout inode …`, addresses in
 * hexadecimal words of the machine's byte order.
 */
function readSocketTable(file: string, text: string): SocketRow[] {
  const proto = file.replace('6', '') as SocketRow['proto']
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, local = '', remote = '', state = '', queues = '', , , , , inode = '0'] = line.trim().split(/\s+/)
      const [sendQ = '0', recvQ = '0'] = queues.split(':')
      const remoteEndpoint = readEndpoint(remote)
      return {
        proto,
        state:
          proto === 'tcp'
            ? (TCP_STATES[Number.parseInt(state, 16)] ?? 'CLOSED')
            : state === '01'
              ? 'ESTABLISHED'
              : 'UNCONN',
        local: readEndpoint(local),
        ...(remoteEndpoint.port === 0 ? {} : { remote: remoteEndpoint }),
        recvQ: Number.parseInt(recvQ, 16),
        sendQ: Number.parseInt(sendQ, 16),
        inode: Number(inode),
      } satisfies SocketRow
    })
}

function readEndpoint(text: string): { address: string; port: number } {
  const [hex = '', port = '0'] = text.split(':')
  const bytes = new Uint8Array(hex.length / 2)
  for (let word = 0; word < bytes.length; word += 4)
    for (let byte = 0; byte < 4; byte++)
      bytes[word + byte] = Number.parseInt(hex.slice((word + 3 - byte) * 2, (word + 4 - byte) * 2), 16)
  return { address: formatIpAddress(bytes), port: Number.parseInt(port, 16) }
}
