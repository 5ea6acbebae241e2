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
      // From another port than the one that was spoken to.
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
}
