// cspell:ignore tuanl tuanlp
import type { Host, InterfaceRow, NeighborRow, RouteRow, SocketRow } from '#lab'
import { formatEndpoint, ssState } from '#network'
import { hostOf, type Tool, UsageError } from './tool.ts'

/** `ip`: addresses, links, routes and neighbors, each table as iproute2 prints it. */
export const ip: Tool = {
  usage: 'ip addr | ip link | ip route | ip neigh',
  about: 'shows addresses, interfaces, routes, or neighbors learned by ARP',
  async run(shell, args) {
    const [object = '', verb = 'show'] = args
    if (!['show', 'list', 'ls', 's', 'l'].includes(verb)) throw new UsageError('ip: only "show" can be done here')
    const table = TABLES.find(({ name }) => object !== '' && name.startsWith(object))
    if (!table) throw new UsageError(`ip: object "${object}" is unknown, expected addr, link, route or neigh`)
    return table.show(hostOf(shell))
  },
}

const TABLES: readonly { name: string; show(host: Host): Promise<string> }[] = [
  {
    name: 'address',
    show: async (host) => lines((await host.interfaces()).flatMap((row, i) => interfaceLines(row, i, true))),
  },
  {
    name: 'link',
    show: async (host) => lines((await host.interfaces()).flatMap((row, i) => interfaceLines(row, i, false))),
  },
  {
    name: 'route',
    show: async (host) => lines((await host.routes()).filter(({ table }) => table === 'main').map(routeLine)),
  },
  { name: 'neighbor', show: async (host) => lines((await host.neighbors()).map(neighborLine)) },
]

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('')

function interfaceLines(
  { name, mac, mtu, up, addresses }: InterfaceRow,
  index: number,
  withAddresses: boolean,
): string[] {
  const isLoopback = name === 'lo'
  const flags = isLoopback ? 'LOOPBACK' : 'BROADCAST,MULTICAST'
  const state = isLoopback ? 'UNKNOWN' : up ? 'UP' : 'DOWN'
  return [
    `${index + 1}: ${name}: <${flags}${up ? ',UP,LOWER_UP' : ''}> mtu ${mtu} state ${state}`,
    `    link/${isLoopback ? 'loopback' : 'ether'} ${mac}`,
    ...(withAddresses ? addresses.map((one) => `    ${one.includes(':') ? 'inet6' : 'inet'} ${one}`) : []),
  ]
}

const REFUSING = ['unreachable', 'blackhole', 'prohibit', 'throw']

function routeLine({ to, via, dev, src, metric, nexthops = [] }: RouteRow): string {
  if (REFUSING.includes(dev)) return `${dev} ${to}${metric > 0 ? ` metric ${metric}` : ''}`
  const hops = nexthops.map((hop) => ` nexthop${hop.via ? ` via ${hop.via}` : ''} dev ${hop.dev} weight ${hop.weight}`)
  const way = hops.length > 0 ? hops.join('') : `${via ? ` via ${via}` : ''} dev ${dev}`
  return `${to}${way}${src ? ` src ${src}` : ''}${metric > 0 ? ` metric ${metric}` : ''}`
}

const neighborLine = ({ ip: address, dev, mac, state }: NeighborRow): string =>
  `${address} dev ${dev}${mac ? ` lladdr ${mac}` : ''} ${state}`

/** `ss`: TCP and UDP sockets of the host. */
export const ss: Tool = {
  usage: 'ss [-tuanl]',
  about: 'shows sockets; -t: TCP, -u: UDP, -l: listeners, -a: all',
  async run(shell, args) {
    const letters = args.join('').replaceAll('-', '')
    const unknown = /[^tuanlp]/.exec(letters)
    if (unknown) throw new UsageError(`ss: invalid option -- '${unknown[0]}'`)
    const protocols = ['t', 'u'].filter((letter) => letters.includes(letter))
    const wanted = protocols.length === 0 ? ['t', 'u'] : protocols
    const all = (await hostOf(shell).sockets()).filter(({ proto }) => wanted.includes(proto[0]!))
    const rows = all.filter(({ state }) => isShown(state, letters)).map(socketCells)
    const head = ['Netid', 'State', 'Recv-Q', 'Send-Q', 'Local Address:Port', 'Peer Address:Port']
    return columns([head, ...rows])
  },
}

/** Without `-a` only connections, with `-l` only listeners, as ss(8). */
function isShown(state: string, letters: string): boolean {
  const listens = state === 'LISTEN' || state === 'UNCONN'
  return letters.includes('a') || listens === letters.includes('l')
}

const socketCells = ({ proto, state, recvQ, sendQ, local, remote }: SocketRow): string[] => [
  proto,
  ssState(state),
  `${recvQ}`,
  `${sendQ}`,
  formatEndpoint(local),
  remote ? formatEndpoint(remote) : '*:*',
]

function columns(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  return lines(
    rows.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    ),
  )
}
