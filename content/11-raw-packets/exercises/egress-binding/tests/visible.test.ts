import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 eth0 means provider 1', async ({ via, sources }) => {
  expect((await via('eth0')).code, 'the code of connectVia eth0').toBe('OK')
  expect(await sources('eth0'), 'the sources of SYNs that left by eth0').toEqual(['10.1.0.2'])
  expect(await sources('eth1'), 'the sources of SYNs that left by eth1').toEqual([])
})

test('v2 eth1 means provider 2, although the default route says eth0', async ({ via, sources }) => {
  expect((await via('eth1')).code, 'the code of connectVia eth1').toBe('OK')
  expect(await sources('eth1'), 'the sources of SYNs that left by eth1').toEqual(['10.2.0.2'])
  expect(await sources('eth0'), 'the sources of SYNs that left by eth0').toEqual([])
})
