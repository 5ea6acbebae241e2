import { expect } from 'vitest'
import type { SpecGroup } from './spec.fixture.ts'

/** `inside` 10.0.1.10, the box with 10.0.1.1 and 203.0.113.1, `outside` 203.0.113.10, which knows no way to 10.0.1.0/24. */
const between = (box: string, more = '') => ({
  file: 'between.yaml',
  text: `version: 1
name: between
topology:
  defaults: { link: { delay: 2ms } }
  nodes:
    inside: { interfaces: { eth0: { addresses: [10.0.1.10/24] } }, routes: [{ to: default, via: 10.0.1.1 }] }
    box: { ${box}, interfaces: { eth0: { addresses: [10.0.1.1/24] }, eth1: { addresses: [203.0.113.1/24] } } }
    outside: { interfaces: { eth0: { addresses: [203.0.113.10/24] } }${more} }
  links:
    - { endpoints: ["inside:eth0", "box:eth0"] }
    - { endpoints: ["box:eth1", "outside:eth0"] }
`,
})
const BACK = ', routes: [{ to: 10.0.1.0/24, via: 203.0.113.1 }]'

/** `one` 10.0.1.10 and `two` 10.0.2.10 behind one box, `outside` 203.0.113.10. */
const twoInside = (box: string) => ({
  file: 'two-inside.yaml',
  text: `version: 1
name: two-inside
topology:
  defaults: { link: { delay: 2ms } }
  nodes:
    one: { interfaces: { eth0: { addresses: [10.0.1.10/24] } }, routes: [{ to: default, via: 10.0.1.1 }] }
    two: { interfaces: { eth0: { addresses: [10.0.2.10/24] } }, routes: [{ to: default, via: 10.0.2.1 }] }
    box: { ${box}, interfaces: { eth0: { addresses: [10.0.1.1/24] }, eth1: { addresses: [10.0.2.1/24] }, eth2: { addresses: [203.0.113.1/24] } } }
    outside: { interfaces: { eth0: { addresses: [203.0.113.10/24] } } }
  links:
    - { endpoints: ["one:eth0", "box:eth0"] }
    - { endpoints: ["two:eth0", "box:eth1"] }
    - { endpoints: ["box:eth2", "outside:eth0"] }
`,
})

/** For backends with the capabilities `nat` and `firewall`. */
export const middleboxSpecs: SpecGroup = (spec) => {
  spec(
    'behind a NAT a host is seen by the address of the NAT, and answers find it',
    { topology: between('kind: nat, outside: eth1') },
    async ({ lab }) => {
      const [server, client] = [await lab.host('outside').udp(7), await lab.host('inside').udp(4000)]
      await client.send('hello', ['203.0.113.10', 7])
      const heard = await server.receive()
      expect(heard).toMatchObject({ text: 'hello', from: { address: '203.0.113.1', port: 4000 } })
      await server.send('welcome', heard.from)
      expect((await client.receive()).text).toBe('welcome')
      const [remote, inside] = [
        { address: '203.0.113.10', port: 7 },
        { address: '10.0.1.10', port: 4000 },
      ]
      const outside = { address: '203.0.113.1', port: 4000 }
      expect(await lab.host('box').mappings()).toMatchObject([{ proto: 'udp', inside, outside, remote }])
      expect(await lab.host('outside').mappings()).toEqual([])
      const listener = await lab.host('outside').listen(80)
      const peer = await lab.host('inside').connect('203.0.113.10', 80)
      const accepted = await listener.accept()
      await peer.send('GET')
      expect(new TextDecoder().decode(await accepted.bytes(3))).toBe('GET')
    },
  )

  spec(
    'a NAT lets nothing in that answers nobody',
    { topology: between('kind: nat, outside: eth1', BACK) },
    async ({ lab }) => {
      const [server, client] = [await lab.host('outside').udp(7), await lab.host('inside').udp(4000)]
      await server.send('first', ['10.0.1.10', 4000])
      await client.send('out', ['203.0.113.10', 7])
      const { from } = await server.receive()
      // From a port other than the one addressed.
      await (await lab.host('outside').udp(8)).send('stranger', from)
      await client.expectSilence('200ms')
    },
  )

  spec(
    'a firewall asks its rules about what begins, and lets pass what belongs to it',
    {
      topology: between(
        'kind: firewall, filter: [{ iif: eth1, protocol: tcp, port: 80, action: pass }, { iif: eth1, protocol: tcp, action: reset }, { iif: eth1, action: drop }]',
        BACK,
      ),
    },
    async ({ lab }) => {
      const [outside, inside] = [lab.host('outside'), lab.host('inside')]
      await inside.listen(80)
      await outside.connect('10.0.1.10', 80)
      await expect(outside.connect('10.0.1.10', 81)).rejects.toMatchObject({ code: 'REFUSED' })
      const [server, client] = [await outside.udp(7), await inside.udp(4000)]
      await server.send('unasked', ['10.0.1.10', 4000])
      await client.expectSilence('200ms')
      await client.send('question', ['203.0.113.10', 7])
      await server.send('answer', (await server.receive()).from)
      expect((await client.receive()).text).toBe('answer')
    },
  )

  spec(
    'a firewall forgets who is silent for long, and tells nobody',
    { topology: between('kind: firewall, udp-idle: 1s, filter: [{ iif: eth1, action: drop }]', BACK) },
    async ({ lab }) => {
      const [server, client] = [await lab.host('outside').udp(7), await lab.host('inside').udp(4000)]
      await client.send('question', ['203.0.113.10', 7])
      const { from } = await server.receive()
      await lab.clock.advance('2500ms')
      await server.send('late answer', from)
      await client.expectSilence('200ms')
    },
  )

  spec(
    'a NAT keeps the port where it is free, and takes another where it is not',
    { topology: twoInside('kind: nat, outside: eth2') },
    async ({ lab }) => {
      const server = await lab.host('outside').udp(7)
      const [first, second] = [await lab.host('one').udp(4000), await lab.host('two').udp(4000)]
      await first.send('one', ['203.0.113.10', 7])
      expect((await server.receive()).from.port).toBe(4000)
      await second.send('two', ['203.0.113.10', 7])
      const { from } = await server.receive()
      expect(from).toMatchObject({ address: '203.0.113.1' })
      expect(from.port).not.toBe(4000)
      await server.send('for two', from)
      expect((await second.receive()).text).toBe('for two')
      await first.expectSilence('100ms')
    },
  )

  spec(
    'a NAT doesn’t answer a stranger, whose packet takes no port from an inside host',
    { topology: between('kind: nat, outside: eth1') },
    async ({ lab }) => {
      const [stranger, client] = [await lab.host('outside').udp(7), await lab.host('inside').udp(4000)]
      const errors = await lab.host('outside').raw('icmp')
      await stranger.send('let me in', ['203.0.113.1', 4000])
      await errors.expectSilence('100ms')
      await client.send('come in', ['203.0.113.10', 7])
      expect((await stranger.receive()).from).toEqual({ address: '203.0.113.1', port: 4000 })
      await stranger.send('again', ['203.0.113.1', 4000])
      expect((await client.receive()).text).toBe('again')
    },
  )

  spec(
    'a NAT translates the identifier of a ping, and its answer',
    { topology: between('kind: nat, outside: eth1') },
    async ({ lab }) => {
      const ping = await lab.host('inside').raw('icmp')
      await ping.send({ ip: { dst: '203.0.113.10' }, icmp: { type: 8, code: 0, id: 77, seq: 1 }, payload: 'abc' })
      const answer = await ping.receive()
      expect(answer).toMatchObject({ ip: { src: '203.0.113.10' }, icmp: { type: 0, id: 77, checksumOk: true } })
      expect(await lab.host('box').mappings()).toMatchObject([{ proto: 'icmp', inside: { port: 77 } }])
    },
  )

  spec(
    'an ICMP error finds the host behind a NAT, and quotes what that host had sent',
    { topology: between('kind: nat, outside: eth1') },
    async ({ lab }) => {
      const [client, errors] = [await lab.host('inside').udp(4000), await lab.host('inside').raw('icmp')]
      await client.send('nobody listens there', ['203.0.113.10', 9])
      const { icmp } = await errors.receive()
      expect(icmp).toMatchObject({ type: 3, code: 3, checksumOk: true })
      expect(icmp?.about).toMatchObject({ ip: { src: '10.0.1.10', checksumOk: true }, udp: { src: 4000, dst: 9 } })
    },
  )

  spec(
    'a NAT translates a datagram that arrives in fragments',
    { topology: between('kind: nat, outside: eth1') },
    async ({ lab }) => {
      const [server, client] = [await lab.host('outside').udp(7), await lab.host('inside').udp(4000)]
      await client.send('x'.repeat(4000), ['203.0.113.10', 7])
      const heard = await server.receive()
      expect(heard.text).toHaveLength(4000)
      await server.send('y'.repeat(4000), heard.from)
      expect((await client.receive()).text).toHaveLength(4000)
    },
  )

  spec(
    'a forwarded port leads to its host inside, and nothing else does',
    {
      topology: between(
        'kind: nat, outside: eth1, forward: [{ protocol: tcp, port: 8080, to: 10.0.1.10, to-port: 80 }]',
      ),
    },
    async ({ lab }) => {
      const [outside, inside] = [lab.host('outside'), lab.host('inside')]
      const listener = await inside.listen(80)
      const peer = await outside.connect('203.0.113.1', 8080)
      const accepted = await listener.accept()
      expect(accepted.remote.address).toBe('203.0.113.10')
      await accepted.send('from inside')
      expect(new TextDecoder().decode(await peer.bytes(11))).toBe('from inside')
      await expect(outside.connect('203.0.113.1', 80)).rejects.toMatchObject({ code: 'TIMEOUT' })
    },
  )

  spec(
    'a firewall that rejects tells the sender with an ICMP error',
    { topology: between('kind: firewall, filter: [{ iif: eth1, protocol: udp, action: reject }]', BACK) },
    async ({ lab }) => {
      const [server, errors] = [await lab.host('outside').udp(7), await lab.host('outside').raw('icmp')]
      await server.send('unasked', ['10.0.1.10', 4000])
      expect((await errors.receive()).icmp).toMatchObject({ type: 3, code: 13 })
    },
  )

  spec(
    'a firewall drops a segment from the middle of a connection that it never saw begin',
    { topology: between('kind: firewall', BACK) },
    async ({ lab }) => {
      const [tester, inside] = [await lab.host('outside').raw('tcp'), lab.host('inside')]
      await inside.listen(80)
      await tester.send({ ip: { dst: '10.0.1.10' }, tcp: { src: 5000, dst: 80, flags: 'ACK', seq: 1, ack: 1 } })
      await tester.expectSilence('200ms')
    },
  )
}
