/** Hosts behind NATs: `one` 10.0.1.10 and `two` 10.0.2.10 inside, `left` 203.0.113.10 and `right` 203.0.113.20 outside of 203.0.113.1. */
import { ipAddressFrom, parsePrefix } from '../../../address/index.ts'
import { MILLISECOND, type Nanoseconds } from '../../../clock.ts'
import { buildNetwork, type HostDescription, type SimulatedNetwork } from '../../../topology/index.ts'
import type { UdpSocket } from '../../socket.ts'
import type { NatDescription } from './description.ts'

export interface BehindNat {
  network: SimulatedNetwork
  /** Lets virtual time pass. */
  run(time: Nanoseconds): void
  /** Sends a datagram with this text from a host's port to `address:port`, and returns once its consequences have arrived. */
  send(host: string, port: number, to: string, text?: string): void
  /** Datagrams that arrived at a host's port since the last call: `sender:port text`. */
  heard(host: string, port: number): string[]
}

const ANYWHERE = parsePrefix('0.0.0.0/0')!
const DELAY = { delay: MILLISECOND }

function host(
  name: string,
  addresses: string[],
  gateway?: string,
  more: Partial<HostDescription> = {},
): HostDescription {
  return {
    kind: 'host',
    name,
    interfaces: addresses.map((address, index) => ({ name: `eth${index}`, addresses: [parsePrefix(address)!] })),
    routes: gateway === undefined ? [] : [{ to: ANYWHERE, via: ipAddressFrom(gateway)! }],
    ...more,
  }
}

const router = (nat: Partial<NatDescription>): Partial<HostDescription> => ({
  kind: 'router',
  nat: { outside: 'eth2', timeouts: {}, ...nat },
})

/** `carrier`: a second NAT in front of the first, whose outside is then 100.64.0.2 (RFC 6598). */
export function behindNat(nat: Partial<NatDescription> = {}, carrier?: Partial<NatDescription>): BehindNat {
  const outer =
    carrier && host('carrier', ['192.0.2.1/24', '100.64.0.1/24', '203.0.113.1/24'], undefined, router(carrier))
  const outside = carrier ? '100.64.0.2/24' : '203.0.113.1/24'
  const nodes = [
    host('one', ['10.0.1.10/24'], '10.0.1.1'),
    host('two', ['10.0.2.10/24'], '10.0.2.1'),
    host('nat', ['10.0.1.1/24', '10.0.2.1/24', outside], carrier && '100.64.0.1', router(nat)),
    host('left', ['203.0.113.10/24']),
    host('right', ['203.0.113.20/24']),
    ...(outer ? [outer, host('idle', ['192.0.2.2/24'])] : []),
  ]
  const network = buildNetwork(
    {
      name: 'behind-nat',
      nodes: [...nodes, { kind: 'switch', name: 'net' }],
      links: [
        { endpoints: ['one:eth0', 'nat:eth0'], impairment: DELAY },
        { endpoints: ['two:eth0', 'nat:eth1'], impairment: DELAY },
        { endpoints: ['nat:eth2', outer ? 'carrier:eth1' : 'net:p1'], impairment: DELAY },
        { endpoints: ['left:eth0', 'net:p2'], impairment: DELAY },
        { endpoints: ['right:eth0', 'net:p3'], impairment: DELAY },
        ...(outer
          ? [
              { endpoints: ['carrier:eth2', 'net:p1'] as const, impairment: DELAY },
              { endpoints: ['carrier:eth0', 'idle:eth0'] as const, impairment: DELAY },
            ]
          : []),
      ],
    },
    { seed: 1 },
  )
  return { network, ...talking(network) }
}

function talking(network: SimulatedNetwork): Omit<BehindNat, 'network'> {
  const sockets = new Map<string, UdpSocket>()
  const socketOf = (name: string, port: number) => {
    const key = `${name} ${port}`
    const known = sockets.get(key)
    if (known !== undefined) return known
    const socket = network.host(name).udp.socket(4)
    socket.bind('0.0.0.0', port)
    sockets.set(key, socket)
    return socket
  }
  const run = (time: Nanoseconds) => void network.clock.runUntil(network.clock.now + time)
  return {
    run,
    send(name, port, to, text = 'x') {
      const [address = '', remote] = to.split(':')
      socketOf(name, port).send(new TextEncoder().encode(text), { address, port: Number(remote) })
      run(50 * MILLISECOND)
    },
    heard(name, port) {
      const heard: string[] = []
      for (
        let next = socketOf(name, port).receive(2000);
        typeof next !== 'number';
        next = socketOf(name, port).receive(2000)
      )
        heard.push(`${next.from!.address}:${next.from!.port} ${new TextDecoder().decode(next.bytes)}`)
      return heard
    },
  }
}
