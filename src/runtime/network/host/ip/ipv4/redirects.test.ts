import { describe, expect, test } from 'vitest'
import { parsePrefix } from '../../../address/index.ts'
import { dissect } from '../../../capture/index.ts'
import { buildNetwork } from '../../../topology/index.ts'

const prefix = (text: string) => parsePrefix(text)!
const SECOND = 1e9

/** `host`, and routers `r1` and `r2`, on one switch; `host` sends everything to r1, which sends it to r2. */
function lan() {
  const one = (name: string, last: number, via?: string) => ({
    kind: name === 'host' ? ('host' as const) : ('router' as const),
    name,
    interfaces: [{ name: 'eth0', addresses: [prefix(`10.0.0.${last}/24`)] }],
    routes: via === undefined ? [] : [{ to: prefix('0.0.0.0/0'), via }],
  })
  const nodes = [one('host', 10, '10.0.0.1'), one('r1', 1, '10.0.0.2'), one('r2', 2)]
  const links = nodes.map(({ name }) => ({ endpoints: [`${name}:eth0`, `s:${name}`] as const }))
  const network = buildNetwork({ name: 'lan', nodes: [...nodes, { kind: 'switch', name: 's' }], links }, { seed: 1 })
  const host = network.host('host')
  const send = (to: string) => {
    const socket = host.udp.socket(4)
    socket.send(new Uint8Array(1), { address: to, port: 9 })
    socket.close()
    network.clock.runUntil(network.clock.now + 0.1 * SECOND)
  }
  const redirects = () =>
    network.recorder.packets.filter(
      ({ from, bytes }) => from === 'r1:eth0' && dissect(bytes).summary.includes('Redirect'),
    )
  const nextHop = (to: string) => (host.ip.path(to) as { nextHop: string }).nextHop
  return { network, host, send, redirects, nextHop }
}

describe('redirects', () => {
  test('teach a host the better router, for that destination only, for five minutes', () => {
    const { network, send, redirects, nextHop } = lan()
    send('203.0.113.1')
    expect(redirects()).toHaveLength(1)
    expect([nextHop('203.0.113.1'), nextHop('203.0.113.2')]).toEqual(['10.0.0.2', '10.0.0.1'])
    network.clock.runUntil(301 * SECOND)
    expect(nextHop('203.0.113.1')).toBe('10.0.0.1')
  })

  test('go to a host that ignores them nine times, at growing intervals, then stop', () => {
    const { host, send, redirects } = lan()
    for (const name of ['all', 'eth0']) host.sysctl(`net.ipv4.conf.${name}.accept_redirects`, 0)
    for (let n = 0; n < 300; n++) send('203.0.113.1')
    const times = redirects().map(({ at }) => at)
    expect(times).toHaveLength(9)
    const gaps = times.slice(1).map((at, index) => at - times[index]!)
    for (const [index, gap] of gaps.slice(1).entries()) expect(gap).toBeGreaterThanOrEqual(gaps[index]!)
  })

  test('are not sent by a router with them disabled, and not accepted by a router', () => {
    const { network, send, redirects, nextHop, host } = lan()
    host.sysctl('net.ipv4.ip_forward', 1)
    send('203.0.113.1')
    expect(nextHop('203.0.113.1')).toBe('10.0.0.1')
    for (const name of ['all', 'eth0']) network.host('r1').sysctl(`net.ipv4.conf.${name}.send_redirects`, 0)
    const before = redirects().length
    send('203.0.113.2')
    expect(redirects()).toHaveLength(before)
  })
})

describe('errors', () => {
  test('are limited: six at once to one destination, then one a second; more to others, and fifty to all together', () => {
    const { network, host } = lan()
    const errors = () =>
      network.recorder.packets.filter(({ bytes }) => dissect(bytes).summary.includes('unreachable')).length
    const provoke = (times: number) => {
      const socket = host.udp.socket(4)
      for (let n = 0; n < times; n++) socket.send(new Uint8Array(1), { address: '10.0.0.1', port: 9 })
      socket.close()
      network.clock.runUntil(network.clock.now + SECOND / 100)
    }
    provoke(20)
    const perFrame = errors() / 6
    expect(perFrame).toBe(2)
    network.clock.runUntil(network.clock.now + 2.5 * SECOND)
    provoke(20)
    expect(errors() / perFrame).toBe(8)
    network.host('r1').sysctl('net.ipv4.icmp_ratelimit', 0)
    network.clock.runUntil(network.clock.now + 2 * SECOND)
    provoke(200)
    expect(errors() / perFrame).toBe(58)
  })
})
