import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

const { group, port } = params

test('v1 a member receives what is sent to the group, and nobody else does', async ({ lab, groups, say }) => {
  const receiver = await groups.join(group, port, '10.0.1.20')
  await say('sourceA', 'hello')
  await say('sourceA', 'members')
  await lab.clock.advance('50ms')
  expect(await receiver.received()).toEqual([
    { text: 'hello', from: '10.0.1.11' },
    { text: 'members', from: '10.0.1.11' },
  ])
})

test('v2 joining is reported to routers with IGMPv3', async ({ groups, igmp }) => {
  await groups.join(group, port, '10.0.1.20')
  const report = await igmp('eth0').next()
  expect(report.ip).toMatchObject({ dst: '224.0.0.22', ttl: 1, routerAlert: true })
  // CHANGE_TO_EXCLUDE_MODE of nobody: everybody's packets.
  expect(report.igmp).toMatchObject({ type: 'v3-report', records: [{ type: 4, group, sources: [] }] })
})
