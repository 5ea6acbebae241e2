import { expect } from 'vitest'
import { failureOf, type SpecGroup, seen } from './spec.fixture.ts'

/** `client` has two ways to `server`'s second address, by r1 and by r2; `client` 10.0.1.10 and 10.0.2.10, `server` 10.0.3.10 and 10.0.4.10, and 192.0.2.1 beside. */
const diamond = (client: string, more = '', r1 = 'router') => ({
  file: 'diamond.yaml',
  text: `version: 1
name: diamond
topology:
  defaults: { link: { delay: 2ms } }
  nodes:
    client:
      interfaces: { eth0: { addresses: [10.0.1.10/24] }, eth1: { addresses: [10.0.2.10/24] } }
${client}
    r1:
      kind: ${r1}
      interfaces: { eth0: { addresses: [10.0.1.1/24] }, eth1: { addresses: [10.0.3.1/24] } }
      routes: [{ to: 192.0.2.0/24, via: 10.0.3.10 }, { to: 10.0.2.0/24, via: 10.0.3.10 }]
    r2:
      kind: router
      interfaces: { eth0: { addresses: [10.0.2.1/24] }, eth1: { addresses: [10.0.4.1/24] } }
      routes: [{ to: 192.0.2.0/24, via: 10.0.4.10 }, { to: 10.0.1.0/24, via: 10.0.4.10 }]
    server:
      interfaces: { eth0: { addresses: [10.0.3.10/24, 192.0.2.1/32] }, eth1: { addresses: [10.0.4.10/24, 192.0.2.2/32] } }
      routes: [{ to: 10.0.1.0/24, via: 10.0.3.1 }, { to: 10.0.2.0/24, via: 10.0.4.1 }]
${more}
  links:
    - { endpoints: ["client:eth0", "r1:eth0"] }
    - { endpoints: ["client:eth1", "r2:eth0"] }
    - { endpoints: ["r1:eth1", "server:eth0"] }
    - { endpoints: ["r2:eth1", "server:eth1"] }
`,
})

const ADVERTISED = {
  file: 'advertised.yaml',
  text: `
version: 1
name: advertised
topology:
  nodes:
    client: { interfaces: { eth0: { slaac: true } } }
    router:
      kind: router
      interfaces:
        eth0: { addresses: ["2001:db8:7::1/64"], advertise: { prefixes: [{ prefix: "2001:db8:7::/64" }] } }
  links: [{ endpoints: ["client:eth0", "router:eth0"], delay: 1ms }]
`,
}

export const routingSpecs: SpecGroup = (spec) => {
  spec(
    'the longest prefix wins, then the metric; refused packets say how',
    {
      topology: diamond(`      routes:
        - { to: 192.0.2.0/24, via: 10.0.1.1, metric: 20 }
        - { to: 192.0.2.0/24, via: 10.0.2.1, metric: 10 }
        - { to: 192.0.2.1/32, via: 10.0.1.1 }
        - { to: 198.51.100.0/24, type: blackhole }
        - { to: 203.0.113.0/24, type: prohibit }`),
    },
    async ({ lab }) => {
      const client = await lab.host('client').udp()
      await client.send('long', ['192.0.2.1', 7])
      await client.send('metric', ['192.0.2.2', 7])
      const first = await lab.capture('udp', { on: 'r1:eth0' }).next()
      expect(first).toMatchObject({ text: 'long', ip: { src: '10.0.1.10' } })
      expect(await lab.capture('udp', { on: 'r2:eth0' }).next()).toMatchObject({
        text: 'metric',
        ip: { src: '10.0.2.10' },
      })
      expect(await lab.host('client').routes()).toEqual(
        expect.arrayContaining([
          { table: 'main', to: '192.0.2.0/24', via: '10.0.2.1', dev: 'eth1', metric: 10 },
          { table: 'main', to: '198.51.100.0/24', dev: 'blackhole', metric: 0 },
        ]),
      )
      expect((await failureOf(client.send('x', ['198.51.100.1', 7]))).seen).toMatch(/EINVAL/)
      expect((await failureOf(client.send('x', ['203.0.113.1', 7]))).seen).toMatch(/EACCES/)
      expect((await failureOf(client.send('x', ['100.64.0.1', 7]))).seen).toMatch(/ENETUNREACH/)
    },
  )

  spec(
    'a rule sends packets from one address another way',
    {
      topology:
        diamond(`      routes: [{ to: 192.0.2.0/24, via: 10.0.1.1 }, { to: 192.0.2.0/24, via: 10.0.2.1, table: 100 }]
      rules: [{ from: 10.0.2.10/32, table: 100 }]`),
    },
    async ({ lab }) => {
      const usual = await lab.host('client').udp()
      const other = await lab.host('client').udp(0, { address: '10.0.2.10' })
      await usual.send('usual', ['192.0.2.1', 7])
      await other.send('other', ['192.0.2.1', 7])
      expect((await lab.capture('udp', { on: 'r1:eth0' }).next()).text).toBe('usual')
      expect((await lab.capture('udp', { on: 'r2:eth0' }).next()).text).toBe('other')
    },
  )

  spec(
    'flows take both of two ways, each flow one',
    {
      topology: diamond(`      routes: [{ to: 192.0.2.0/24, nexthops: [{ via: 10.0.1.1 }, { via: 10.0.2.1 }] }]
      sysctls: { net.ipv4.fib_multipath_hash_policy: 1 }`),
    },
    async ({ lab }) => {
      const client = await lab.host('client').udp()
      for (let port = 1; port <= 24; port++) for (const text of ['a', 'b']) await client.send(text, ['192.0.2.1', port])
      const ways = ['r1:eth0', 'r2:eth0'].map((on) => lab.capture('udp && !icmp', { on }))
      const ports = async () =>
        (await Promise.all(ways.map((way) => way.all()))).map((way) => way.map(({ udp }) => udp!.dst))
      expect(await seen(lab, 48, async () => (await ports()).flat())).toHaveLength(48)
      const [one, two] = (await ports()) as [number[], number[]]
      for (const way of [one, two]) expect(way.length).toBeGreaterThanOrEqual(8)
      expect(one.filter((port) => two.includes(port))).toEqual([])
    },
  )

  spec(
    "a router's error comes from the interface that leads back, not from the one where the packet arrived",
    { topology: diamond('      routes: [{ to: 198.51.100.0/24, via: 10.0.1.1 }]') },
    async ({ lab }) => {
      const client = await lab.host('client').udp(0, { address: '10.0.2.10' })
      await client.send('nowhere', ['198.51.100.1', 7])
      const error = await lab.capture('icmp', { on: 'r1:eth1' }).next()
      expect(error).toMatchObject({ ip: { src: '10.0.3.1', dst: '10.0.2.10' }, icmp: { type: 3, code: 0 } })
    },
  )

  for (const [filter, isHeard] of [
    ['strict', false],
    ['loose', true],
    ['off', true],
  ] as const)
    spec(
      `rp_filter ${filter}: a packet from the wrong side is ${isHeard ? 'heard' : 'dropped'}`,
      {
        topology: diamond(
          '      routes: [{ to: 192.0.2.0/24, via: 10.0.1.1 }, { to: 10.0.4.0/24, via: 10.0.2.1 }]',
          `      sysctls: { net.ipv4.conf.eth1.rp_filter: ${{ off: 0, strict: 1, loose: 2 }[filter]} }`,
        ),
      },
      async ({ lab }) => {
        const server = await lab.host('server').udp(7)
        // From eth0's address over eth1: the server would answer by r1.
        const client = await lab.host('client').udp(0, { address: '10.0.1.10' })
        await client.send('across', ['10.0.4.10', 7])
        if (isHeard) expect((await server.receive()).text).toBe('across')
        else await server.expectSilence('200ms')
      },
    )

  spec(
    'a host with two interfaces is no router: what is for others ends there',
    { topology: diamond('      routes: [{ to: 192.0.2.0/24, via: 10.0.1.1 }]', '', 'host') },
    async ({ lab }) => {
      const server = await lab.host('server').udp(7)
      await (await lab.host('client').udp()).send('through', ['192.0.2.1', 7])
      await lab.capture('udp').next()
      await server.expectSilence('200ms')
    },
  )

  spec(
    'an interface that is down has no routes; what the host makes by itself comes back with it',
    { topology: diamond('      routes: [{ to: 192.0.2.0/24, via: 10.0.1.1 }]') },
    async ({ lab }) => {
      const host = lab.host('client')
      const client = await host.udp()
      const server = await lab.host('server').udp(7)
      await client.send('up', ['192.0.2.1', 7])
      expect((await server.receive()).text).toBe('up')
      await host.setInterface('eth0', 'down')
      expect((await host.routes()).map(({ dev }) => dev)).toEqual(['eth1'])
      expect((await failureOf(client.send('down', ['192.0.2.1', 7]))).seen).toMatch(/ENETUNREACH/)
      await host.setInterface('eth0', 'up')
      expect((await host.routes()).map(({ to }) => to)).toEqual(expect.arrayContaining(['10.0.1.0/24', '10.0.2.0/24']))
      expect((await failureOf(client.send('still', ['192.0.2.1', 7]))).seen).toMatch(/ENETUNREACH/)
      expect((await failureOf(host.setInterface('eth7', 'up'))).seen).toMatch(/no interface eth7/)
    },
  )

  spec(
    'a host takes its address and default route from what a router tells',
    { topology: ADVERTISED },
    async ({ lab }) => {
      await lab.capture('icmpv6.type == 134 && ipv6.hlim == 255 && ipv6.dst == ff02::1').next()
      await lab.clock.advance('50ms')
      const [eth0] = (await lab.host('client').interfaces()).filter(({ name }) => name === 'eth0')
      expect(eth0?.addresses).toContain('2001:db8:7::ff:fe00:1/64')
      const routes = await lab.host('client').routes()
      expect(routes.find(({ to }) => to === 'default')).toMatchObject({ via: 'fe80::ff:fe00:2', dev: 'eth0' })
    },
  )

  spec('a kernel parameter changes what the host does; one that is not there says so', {}, async ({ lab }) => {
    const client = lab.host('client')
    await client.sysctl('net.ipv4.ip_default_ttl', 9)
    await (await client.udp()).send('x', ['server', 7])
    expect(await lab.capture('udp').next()).toMatchObject({ ip: { ttl: 9 } })
    const error = await failureOf(client.sysctl('net.ipv4.tcp_magic', 1))
    expect(error).toMatchObject({ code: 'MISUSE' })
    expect(error.seen).toMatch(/no parameter net\.ipv4\.tcp_magic here, only net\.ipv4\.ip_forward/)
  })
}
