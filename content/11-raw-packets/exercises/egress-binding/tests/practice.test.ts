import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { PORT, SERVER, test } from './setup.ts'

const ADDRESS = { eth0: '10.1.0.2', eth1: '10.2.0.2' } as const
const failing = params.failing as 'eth0' | 'eth1'
const working = failing === 'eth0' ? 'eth1' : 'eth0'
const provider = failing === 'eth0' ? 'isp1' : 'isp2'

test('h3 a source address does not choose the interface: the packet leaves through the wrong one and is dropped', async ({
  egress,
  syns,
}) => {
  // The provider must be known as a neighbor: with that source it would not even answer ARP.
  await egress.connectFrom('10.1.0.2', SERVER, PORT)
  const { code, ms } = await egress.connectFrom('10.2.0.2', SERVER, PORT, 600)
  expect(code).toBe('ETIMEDOUT')
  expect(ms).toBeAbout('600ms')
  expect((await syns('eth0').all())[1]?.ip?.src).toBe('10.2.0.2')
  expect(await syns('eth1').count()).toBe(0)
})

test('h4 an address covered by a rule takes the route of the rule', async ({ egress, syns }) => {
  // Neighbours are asked for before the first packet goes; the second time is that of the path.
  await egress.connectFrom('10.2.0.9', SERVER, PORT)
  const { code, ms } = await egress.connectFrom('10.2.0.9', SERVER, PORT)
  expect(code).toBe('OK')
  expect(ms).toBeAbout('90ms')
  expect((await syns('eth1').all()).map((packet) => packet.ip!.src)).toEqual(['10.2.0.9', '10.2.0.9'])
  expect(await syns('eth0').count()).toBe(0)
})

test('h5 the round trip is that of the provider', async ({ egress }) => {
  for (const [device, rtt] of [
    ['eth0', '30ms'],
    ['eth1', '90ms'],
  ] as const) {
    await egress.connectVia(device, SERVER, PORT)
    expect((await egress.connectVia(device, SERVER, PORT)).ms).toBeAbout(rtt)
  }
  expect(await egress.connectVia('eth1', SERVER, 81)).toMatchObject({ code: 'ECONNREFUSED' })
})

test('h6 a downed interface is reported at once, and nothing leaves through the other', async ({
  host,
  egress,
  syns,
}) => {
  await host.setInterface(failing, 'down')
  const { code, ms } = await egress.connectVia(failing, SERVER, PORT)
  expect(code).toMatch(/^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|ENETDOWN)$/)
  expect(ms).toBeWithin('100ms')
  expect(await syns(working).count()).toBe(0)
})

test('h7 only the provider that fails silently looks failed', async ({ lab, egress, syns }) => {
  await lab.link(provider, 'server').cut()
  const both = await egress.health(SERVER, PORT, 700)
  expect(both[failing].code).toBe('ETIMEDOUT')
  expect(both[working].code).toBe('OK')
  for (const device of ['eth0', 'eth1'] as const)
    expect(new Set((await syns(device).all()).map((packet) => packet.ip!.src))).toEqual(new Set([ADDRESS[device]]))
})

test('h8 a datagram leaves through the same interface', async ({ lab, server, egress }) => {
  const clock = await server.udp(123)
  const answer = egress.askVia('eth1', SERVER, 123, 'what time is it?')
  expect(await clock.receive()).toMatchObject({ text: 'what time is it?', from: { address: '10.2.0.2' } })
  await clock.send('late')
  expect(await answer).toBe('late')
  expect(await lab.capture('udp', { on: 'host:eth0' }).count()).toBe(0)
  expect(await egress.askVia('eth1', SERVER, 124, 'anybody?', 200).catch(() => null)).toBeNull()
})

test('h9 an answer leaves through the interface the question came in on', async ({ lab, server, egress }) => {
  await egress.greetOn('eth1', 7000, params.greeting)
  const visitor = await server.connect('10.2.0.2', 7000)
  expect(await visitor.line()).toBe(params.greeting)
  expect(await lab.capture('tcp.port == 7000', { on: 'host:eth0' }).count()).toBe(0)
})
