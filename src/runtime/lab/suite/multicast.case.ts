import { expect } from 'vitest'
import { failureOf, type SpecGroup } from './spec.fixture.ts'

const GROUP = '239.1.2.3'
const OTHER = '239.9.9.9'

/** Sends a datagram for each argument: `TTL group text`. */
const CAST = `
import dgram from 'node:dgram'
const [from, ...messages] = process.argv.slice(2)
const socket = dgram.createSocket('udp4').bind(0, from, async () => {
  socket.setMulticastInterface(from!)
  for (const message of messages) {
    const [, ttl, group, text] = /^(\\d+) (\\S+) (.*)$/.exec(message)!
    socket.setMulticastTTL(Number(ttl))
    await new Promise((resolve) => socket.send(text!, 5000, group, resolve))
  }
  socket.close()
})
`

/** `one` and `other` on a switch, then a router with two more networks. */
const ROUTED = {
  file: 'routed.yaml',
  text: `
version: 1
name: routed
topology:
  nodes:
    one: { interfaces: { eth0: { addresses: [10.0.1.10/24] } } }
    other: { interfaces: { eth0: { addresses: [10.0.1.11/24] } } }
    lan: { kind: switch }
    router:
      kind: router
      interfaces:
        eth0: { addresses: [10.0.1.1/24] }
        eth1: { addresses: [10.0.2.1/24] }
        eth2: { addresses: [10.0.3.1/24] }
      mroutes:
        - { from: eth0, source: 10.0.1.10, group: ${GROUP}, to: [eth1] }
        - { from: eth0, group: ${OTHER}, to: [eth1, eth2] }
    lan1: { interfaces: { eth0: { addresses: [10.0.2.10/24] } } }
    lan2: { interfaces: { eth0: { addresses: [10.0.3.10/24] } } }
  links:
    - { endpoints: ["one:eth0", "lan:p1"], delay: 1ms }
    - { endpoints: ["other:eth0", "lan:p2"], delay: 1ms }
    - { endpoints: ["router:eth0", "lan:p3"], delay: 1ms }
    - { endpoints: ["router:eth1", "lan1:eth0"], delay: 1ms }
    - { endpoints: ["router:eth2", "lan2:eth0"], delay: 1ms }
`,
}

export const multicastSpecs: SpecGroup = (spec) => {
  spec('members of a group hear what is sent to it, until they leave', {}, async ({ lab }) => {
    const [server, client] = [await lab.host('server').udp(5000), await lab.host('client').udp()]
    await server.join(GROUP)
    await client.send('hello', [GROUP, 5000])
    expect(await server.receive()).toMatchObject({ text: 'hello', from: { port: client.local.port } })
    await server.leave(GROUP)
    await client.send('gone', [GROUP, 5000])
    await server.expectSilence('100ms')
  })

  spec('a host shows its groups, and the sources it wants', {}, async ({ lab }) => {
    const host = lab.host('server')
    const [all, one] = [await host.udp(5000), await host.udp(5001)]
    await all.join(GROUP)
    await one.join('239.9.9.9', { source: lab.host('client').address() })
    expect((await host.groups()).toSorted((a, b) => a.group.localeCompare(b.group))).toEqual([
      { group: GROUP, iface: 'eth0' },
      { group: '239.9.9.9', iface: 'eth0', mode: 'include', sources: ['10.0.9.1'] },
    ])
    await one.leave('239.9.9.9', { source: lab.host('client').address() })
    expect(await host.groups()).toEqual([{ group: GROUP, iface: 'eth0' }])
  })

  spec('a join is told to routers', {}, async ({ lab }) => {
    const server = await lab.host('server').udp(5000)
    await server.join(GROUP)
    const report = await lab.capture('igmp').next()
    expect(report.ip).toMatchObject({ dst: '224.0.0.22', ttl: 1, routerAlert: true })
    expect(report.igmp).toEqual({
      type: 'v3-report',
      group: GROUP,
      maxResponseMs: 0,
      records: [{ type: 4, group: GROUP, sources: [] }],
    })
  })

  spec(
    'a router passes on what its routes of groups say, one hop older',
    { topology: ROUTED, submission: { 'cast.ts': CAST } },
    async ({ lab }) => {
      const [lan1, lan2] = [await lab.host('lan1').udp(5000), await lab.host('lan2').udp(5000)]
      for (const receiver of [lan1, lan2]) for (const group of [GROUP, OTHER]) await receiver.join(group)
      // The first group's route is one of a source, and the other host is another.
      const casts: [host: string, args: string[]][] = [
        ['one', ['10.0.1.10', `1 ${GROUP} too old`, `5 ${GROUP} to lan1`, `5 ${OTHER} to both`]],
        ['other', ['10.0.1.11', `5 ${GROUP} to nobody`, `5 ${OTHER} from the other`]],
      ]
      const programs = await Promise.all(casts.map(([host, args]) => lab.host(host).run('cast.ts', { args })))
      for (const program of programs) await program.exited()
      await lab.settle()
      const heard = async (receiver: typeof lan1) =>
        (await receiver.received()).map(({ text, ttl }) => `${text} ${ttl}`).sort()
      expect(await heard(lan1)).toEqual(['from the other 4', 'to both 4', 'to lan1 4'])
      expect(await heard(lan2)).toEqual(['from the other 4', 'to both 4'])
    },
  )

  spec('what is no group says so', {}, async ({ lab }) => {
    const server = await lab.host('server').udp(5000)
    const error = await failureOf(server.join('10.0.0.1'))
    expect(error).toMatchObject({ code: 'MISUSE' })
    expect(error.seen).toContain('EINVAL: not a multicast address')
  })
}
