/** A Linux kernel configures itself by our router's advertisements, and gives way to our addresses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parsePrefix } from '#network'
import { BesideLinux, until, whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: autoconfiguration beside the Linux kernel: ${problem}`)

interface Address {
  local: string
  prefixlen: number
  dadfailed?: boolean
  valid_life_time: number
  preferred_life_time: number
}

describe.skipIf(problem !== null)('autoconfiguration beside the Linux kernel', { timeout: 60_000 }, () => {
  let world: BesideLinux
  beforeAll(() => {
    const conf = 'net/ipv6/conf/eth0'
    world = new BesideLinux({
      ipv6: true,
      forwarding: true,
      sysctls: { [`${conf}/accept_ra`]: 1, [`${conf}/autoconf`]: 1 },
    })
  })
  afterAll(() => world.close())

  const addresses = (): Address[] =>
    JSON.parse(world.namespace.command('ip', ['-6', '-j', 'address', 'show', 'dev', 'eth0']))[0].addr_info

  test('the kernel takes address, lifetimes, default route and MTU from our advertisement', async () => {
    const { ip } = world.simulated
    ip.ipv6.advertisers.begin(world.simulated.interface('eth0')!, {
      prefixes: [{ prefix: parsePrefix('2001:db8:7::/64')!, validLifetime: 500, preferredLifetime: 300 }],
      lifetime: 60,
      mtu: 1400,
      nameServers: ['2001:db8:7::53'],
    })
    const own = () => addresses().find(({ local }) => local.startsWith('2001:db8:7:'))
    await until(() => own() !== undefined, 'an address of the prefix')
    expect(own()).toMatchObject({ prefixlen: 64 })
    expect(own()!.valid_life_time).toBeGreaterThan(480)
    expect(own()!.preferred_life_time).toBeLessThanOrEqual(300)
    const router = world.simulated
      .interfaces()[1]!
      .addresses.find((address) => address.startsWith('fe80'))!
      .split('/')[0]
    type Route = { gateway: string; metrics?: { mtu?: number }[] }
    const [route] = JSON.parse(world.namespace.command('ip', ['-6', '-j', 'route', 'show', 'default'])) as [Route]
    expect(route.gateway).toBe(router)
    expect(world.namespace.command('cat', ['/proc/sys/net/ipv6/conf/eth0/mtu']).trim()).toBe('1400')
  })

  test('the kernel finds out that we have an address already', async () => {
    const conf = 'net/ipv6/conf/eth0'
    for (const name of ['accept_dad', 'dad_transmits']) world.namespace.sysctl(`${conf}/${name}`, 1)
    world.namespace.ip(['address add 2001:db8:99::1/64 dev eth0'])
    const own = () => addresses().find(({ local }) => local === '2001:db8:99::1')
    await until(() => own()?.dadfailed === true, 'the kernel gives it up')
  })

  test('we find out that the kernel has one', async () => {
    world.simulated.sysctl('net.ipv6.conf.eth0.accept_dad', 1)
    const device = world.simulated.interface('eth0')!
    world.simulated.ip.addAddress(device, { address: '2001:db8:99::2', length: 64 })
    expect(device.tentative).toHaveLength(1)
    await until(() => device.tentative.length === 0, 'a verdict')
    expect(world.simulated.ip.owns('2001:db8:99::2')).toBe(false)
  })
})
