import { describe, expect, test } from 'vitest'
import { parsePrefix } from '../../../address/index.ts'
import { dissect } from '../../../capture/index.ts'
import { buildNetwork } from '../../../topology/index.ts'
import { ICMP_HEADER_LENGTH, ParseError, parseIcmpv6, parseNd, type Redirect } from '../../../wire/index.ts'

const prefix = (text: string) => parsePrefix(text)!
const SECOND = 1e9
const FAR = '2001:db8:9::1'

/** `host`, `other`, and routers `r1` and `r2`, on one switch; `host` sends everything to r1, which sends distant traffic to r2. */
function lan(hostParameters: Record<string, number> = {}) {
  const one = (name: string, last: number) => ({
    kind: name.startsWith('r') ? ('router' as const) : ('host' as const),
    name,
    interfaces: [{ name: 'eth0', addresses: [prefix(`2001:db8::${last}/64`)] }],
    sysctls: name === 'host' ? hostParameters : {},
    routes: [],
  })
  const nodes = [one('host', 10), one('r1', 1), one('r2', 2), one('other', 11)]
  const links = nodes.map(({ name }) => ({ endpoints: [`${name}:eth0`, `s:${name}`] as const }))
  const network = buildNetwork({ name: 'lan', nodes: [...nodes, { kind: 'switch', name: 's' }], links }, { seed: 1 })
  const host = network.host('host')
  const linkLocal = (name: string) => {
    const { addresses } = network
      .host(name)
      .interfaces()
      .find((row) => row.name === 'eth0')!
    return addresses.find((address) => address.startsWith('fe80'))!.split('/')[0]!
  }
  host.addRoute({ to: prefix('::/0'), via: linkLocal('r1'), dev: 'eth0' })
  network.host('r1').addRoute({ to: prefix('2001:db8:9::/48'), via: linkLocal('r2'), dev: 'eth0' })
  const send = (to: string, length = 1, from = host) => {
    const socket = from.udp.socket(6)
    socket.send(new Uint8Array(length), { address: to, port: 9 })
    socket.close()
    network.clock.runUntil(network.clock.now + SECOND / 10)
  }
  const redirects = () =>
    network.recorder.packets.filter(
      ({ from, bytes }) => from === 'r1:eth0' && dissect(bytes).summary.includes('Redirect'),
    )
  const nextHop = (to: string) => (host.ip.path(to) as { nextHop: string }).nextHop
  return { network, host, send, redirects, nextHop, linkLocal }
}

function redirectIn(frame: Uint8Array): Redirect {
  const message = parseIcmpv6(frame.subarray(14 + 40))
  const nd = message instanceof ParseError ? message : parseNd(message)
  if (nd instanceof ParseError || nd.kind !== 'redirect') throw new Error('no redirect')
  return nd
}

describe('redirects', () => {
  test('tell a host the better router, with its link address, for that destination only', () => {
    const { network, send, redirects, nextHop, linkLocal } = lan()
    send(FAR)
    send(FAR)
    expect(redirects()).toHaveLength(1)
    expect([nextHop(FAR), nextHop('2001:db8:9::2')]).toEqual([linkLocal('r2'), linkLocal('r1')])
    const { mac } = network.host('r2').interface('eth0')!
    expect(redirectIn(redirects()[0]!.bytes)).toMatchObject({ target: linkLocal('r2'), destination: FAR })
    send('2001:db8:9::3')
    const options = redirectIn(redirects()[1]!.bytes).options
    expect(options[0]).toEqual({ kind: 'target link address', mac })
  })

  test('last for a minute after their last use', () => {
    const { network, send, nextHop, linkLocal } = lan()
    send(FAR)
    network.clock.runUntil(50 * SECOND)
    send(FAR)
    network.clock.runUntil(100 * SECOND)
    expect(nextHop(FAR)).toBe(linkLocal('r2'))
    network.clock.runUntil(161 * SECOND)
    expect(nextHop(FAR)).toBe(linkLocal('r1'))
  })

  test('quote as much as fits in 1280 bytes, in multiples of 8', () => {
    const { send, redirects } = lan()
    for (const [length, quoted] of [
      [1, 48],
      [1400, 1184],
    ] as const) {
      send(FAR, length)
      send(`2001:db8:9::a:${length}`, length)
      const frame = redirects().at(-1)!.bytes
      expect(redirectIn(frame).options.at(-1)).toMatchObject({ bytes: { length: quoted } })
      expect(frame.length).toBeLessThanOrEqual(14 + 1280)
      expect(frame.length - 14 - 40 - ICMP_HEADER_LENGTH).toBe(32 + 8 + 8 + quoted)
    }
  })

  test('go to a host that ignores them six at once, then one a second', () => {
    const { send, redirects } = lan({ 'net.ipv6.conf.eth0.accept_redirects': 0 })
    for (let n = 0; n < 30; n++) send(FAR)
    expect(redirects().length).toBeGreaterThanOrEqual(6 + 2)
    expect(redirects().length).toBeLessThanOrEqual(6 + 3)
  })

  test('are accepted only from the router in use, and never by a router', () => {
    const { host, send, redirects, nextHop, linkLocal } = lan()
    host.sysctl('net.ipv6.conf.all.forwarding', 1)
    send(FAR)
    expect(redirects()).toHaveLength(1)
    expect(nextHop(FAR)).toBe(linkLocal('r1'))
    host.sysctl('net.ipv6.conf.all.forwarding', 0)
    const device = host.interface('eth0')!
    const message: Redirect = { kind: 'redirect', target: linkLocal('r2'), destination: FAR, options: [] }
    const from = (source: string) => ({ source, destination: '2001:db8::10' }) as never
    host.ip.ipv6.redirects.take(from(linkLocal('other')), message, device)
    host.ip.ipv6.redirects.take(from('2001:db8::1'), message, device)
    host.ip.ipv6.redirects.take(from(linkLocal('r1')), { ...message, target: '2001:db8::2' }, device)
    expect(nextHop(FAR)).toBe(linkLocal('r1'))
    host.ip.ipv6.redirects.take(from(linkLocal('r1')), message, device)
    expect(nextHop(FAR)).toBe(linkLocal('r2'))
  })
})
