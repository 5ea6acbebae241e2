import { expect } from 'vitest'
import { failureOf, type SpecGroup } from './fixture.case.ts'

const GROUP = '239.1.2.3'

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
      ...{ type: 'v3-report', group: GROUP, maxResponseMs: 0 },
      records: [{ type: 4, group: GROUP, sources: [] }],
    })
  })

  spec('what is no group says so', {}, async ({ lab }) => {
    const server = await lab.host('server').udp(5000)
    const error = await failureOf(server.join('10.0.0.1'))
    expect(error).toMatchObject({ code: 'MISUSE' })
    expect(error.seen).toContain('EINVAL: that is no group')
  })
}
