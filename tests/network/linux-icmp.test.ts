/** ICMP beside the kernel: how many errors each sends to one that provokes them, and whether each believes the other's redirects. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dissect, type Host, parsePrefix } from '#network'
import { BesideLinux, LINUX, SIMULATED, until, whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: ICMP beside the Linux kernel: ${problem}`)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const prefix = (text: string) => parsePrefix(text)!
const OTHER_ROUTER = '10.99.0.3'

describe.skipIf(problem !== null)('ICMP beside the Linux kernel', { timeout: 60_000 }, () => {
  let world: BesideLinux
  beforeAll(() => {
    const conf = 'net/ipv4/conf'
    const accepting = { [`${conf}/all/accept_redirects`]: 1, [`${conf}/eth0/accept_redirects`]: 1 }
    world = new BesideLinux({ sysctls: { ...accepting, [`${conf}/eth0/send_redirects`]: 1 } })
  })
  afterAll(() => world.close())

  const sentBy = (side: 'simulated' | 'linux', words: string) =>
    world.recorder.packets.filter(
      ({ from, bytes }) => from === `${side}:eth0` && dissect(bytes).summary.includes(words),
    )

  async function ping(host: Host, address: string): Promise<void> {
    const socket = host.udp.socket(4)
    socket.send(Buffer.from('x'), { address, port: 9999 })
    await pause(30)
    socket.close()
  }

  test('of thirty datagrams to a closed port, six are answered at once, then one a second', async () => {
    for (const [host, address, answering] of [
      [world.simulated, LINUX, 'linux'],
      [world.linux, SIMULATED, 'simulated'],
    ] as const) {
      const before = sentBy(answering, 'Port unreachable').length
      const socket = host.udp.socket(4)
      for (let n = 0; n < 30; n++) socket.send(Buffer.from('x'), { address, port: 9999 })
      await pause(300)
      expect([answering, sentBy(answering, 'Port unreachable').length - before]).toEqual([answering, 6])
      await pause(1000)
      for (let n = 0; n < 5; n++) socket.send(Buffer.from('x'), { address, port: 9999 })
      await pause(200)
      expect([answering, sentBy(answering, 'Port unreachable').length - before]).toEqual([answering, 7])
      socket.close()
    }
  })

  test('the kernel believes our redirect', async () => {
    world.simulated.sysctl('net.ipv4.ip_forward', 1)
    world.simulated.addRoute({ to: prefix('203.0.113.0/24'), via: OTHER_ROUTER })
    // The kernel believes in routers that it can reach.
    const neighbor = `neigh add ${OTHER_ROUTER} lladdr 02:00:00:00:00:03 dev eth0 nud permanent`
    world.namespace.ip([`route add 203.0.113.0/24 via ${SIMULATED}`, neighbor])
    const nextHop = () => world.namespace.command('ip', ['route', 'get', '203.0.113.1'])
    expect(nextHop()).toContain(`via ${SIMULATED}`)
    await ping(world.linux, '203.0.113.1')
    await until(() => sentBy('simulated', 'Redirect').length === 1, 'our redirect')
    await until(() => nextHop().includes(`via ${OTHER_ROUTER}`), 'the kernel goes the better way')
    world.simulated.sysctl('net.ipv4.ip_forward', 0)
  })

  test('we believe the kernel’s', async () => {
    world.namespace.sysctl('net/ipv4/ip_forward', 1)
    world.namespace.ip([`route add 198.51.100.0/24 via ${OTHER_ROUTER}`])
    world.simulated.addRoute({ to: prefix('198.51.100.0/24'), via: LINUX })
    expect(world.simulated.ip.path('198.51.100.1')).toMatchObject({ nextHop: LINUX })
    await ping(world.simulated, '198.51.100.1')
    await until(() => sentBy('linux', 'Redirect').length === 1, 'the kernel’s redirect')
    await pause(50)
    expect(world.simulated.ip.path('198.51.100.1')).toMatchObject({ nextHop: OTHER_ROUTER })
    expect(world.simulated.ip.path('198.51.100.2')).toMatchObject({ nextHop: LINUX })
  })
})
