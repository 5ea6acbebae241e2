import { expect } from 'ackademy/lab'
import { PORT, SERVER, test } from './setup.ts'

test('v1 eth0 means provider 1', async ({ egress, syns }) => {
  expect(await egress.connectVia('eth0', SERVER, PORT)).toMatchObject({ code: 'OK' })
  expect((await syns('eth0').all()).map((packet) => packet.ip!.src)).toEqual(['10.1.0.2'])
  expect(await syns('eth1').count()).toBe(0)
})

test('v2 eth1 means provider 2, although the default route says eth0', async ({ egress, syns }) => {
  expect(await egress.connectVia('eth1', SERVER, PORT)).toMatchObject({ code: 'OK' })
  expect((await syns('eth1').all()).map((packet) => packet.ip!.src)).toEqual(['10.2.0.2'])
  expect(await syns('eth0').count()).toBe(0)
})
