import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { heardBy, test } from './setup.ts'

test('v1 a member receives what is sent to the group', async ({ join, say, arrive }) => {
  const receiver = await join('join on eth0')
  await say('sourceA', 'hello')
  await say('sourceA', 'members')
  await arrive()
  expect(await heardBy(receiver), 'what your receiver got').toEqual(['hello from 10.0.1.11', 'members from 10.0.1.11'])
})

test('v2 joining is reported to routers with IGMPv3', async ({ join, igmp }) => {
  await join('join on eth0')
  const report = await expect(igmp('eth0').next(), 'an IGMP report of your host on eth0').toHappen()
  const route = { dst: '224.0.0.22', ttl: 1, routerAlert: true }
  expect(report.ip, 'how the report is addressed').toMatchObject(route)
  // CHANGE_TO_EXCLUDE_MODE with no sources: packets from every source.
  const records = [{ type: 4, group: params.group, sources: [] }]
  expect(report.igmp, 'the IGMP report of your host').toMatchObject({ type: 'v3-report', records })
})
