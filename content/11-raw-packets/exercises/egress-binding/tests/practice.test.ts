import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { PORT, SERVER, test } from './setup.ts'

const ADDRESS = { eth0: '10.1.0.2', eth1: '10.2.0.2' } as const
const failing = params.failing as 'eth0' | 'eth1'
const working = failing === 'eth0' ? 'eth1' : 'eth0'
const provider = failing === 'eth0' ? 'isp1' : 'isp2'

test('h3 a source address does not choose the interface: the packet leaves through the wrong one and is dropped', async ({
  fromAddress,
  sources,
}) => {
  // The provider must be known as a neighbor: with that source it would not even answer ARP.
  await fromAddress('10.1.0.2')
  const { code, ms } = await fromAddress('10.2.0.2', 600)
  expect(code, 'the code of connectFrom 10.2.0.2').toBe('ETIMEDOUT')
  expect(ms, 'ms of connectFrom with a timeout of 600 ms').toBeAbout('600ms')
  expect((await sources('eth0'))[1], 'the source of your second SYN by eth0').toBe('10.2.0.2')
  expect(await sources('eth1'), 'the sources of SYNs that left by eth1').toEqual([])
})

test('h4 an address covered by a rule takes the route of the rule', async ({ fromAddress, sources }) => {
  // Neighbors are asked for before the first packet goes; the second time is that of the path.
  await fromAddress('10.2.0.9')
  const { code, ms } = await fromAddress('10.2.0.9')
  expect(code, 'the code of connectFrom 10.2.0.9').toBe('OK')
  expect(ms, 'ms of connectFrom 10.2.0.9').toBeAbout('90ms')
  expect(await sources('eth1'), 'the sources of SYNs that left by eth1').toEqual(['10.2.0.9', '10.2.0.9'])
  expect(await sources('eth0'), 'the sources of SYNs that left by eth0').toEqual([])
})

test('h5 the round trip is that of the provider', async ({ via }) => {
  for (const [device, rtt] of [
    ['eth0', '30ms'],
    ['eth1', '90ms'],
  ] as const) {
    await via(device)
    expect((await via(device)).ms, `ms of connectVia ${device}`).toBeAbout(rtt)
  }
  expect((await via('eth1', 81)).code, 'the code of connectVia to a closed port').toBe('ECONNREFUSED')
})

test('h6 a downed interface is reported at once, and nothing leaves through the other', async ({
  host,
  via,
  sources,
}) => {
  await host.setInterface(failing, 'down')
  const { code, ms } = await via(failing)
  const errors = /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|ENETDOWN)$/
  expect(code, 'the code of connectVia an interface that is down').toMatch(errors)
  expect(ms, 'ms until that was known').toBeWithin('100ms')
  expect(await sources(working), 'the sources of SYNs by the other interface').toEqual([])
})

test('h7 only the provider that fails silently looks failed', async ({ lab, egress, sources }) => {
  await lab.link(provider, 'server').cut()
  const both = await expect(egress.health(SERVER, PORT, 700), 'health').toHappen()
  expect(both?.[failing]?.code, 'the code of the provider that is silent').toBe('ETIMEDOUT')
  expect(both?.[working]?.code, 'the code of the provider that works').toBe('OK')
  for (const device of ['eth0', 'eth1'] as const) {
    const different = [...new Set(await sources(device))]
    expect(different, `the source of SYNs that left by ${device}`).toEqual([ADDRESS[device]])
  }
})

test('h8 a datagram leaves through the same interface', async ({ lab, server, egress }) => {
  const clock = await server.udp(123)
  const answer = egress.askVia('eth1', SERVER, 123, 'what time is it?')
  answer.catch(() => {})
  const asked = await expect(clock.receive(), 'your datagram').toHappen()
  expect(asked.text, { about: 'the text of your datagram', datagram: asked }).toBe('what time is it?')
  expect(asked.from.address, { about: 'the source of your datagram', datagram: asked }).toBe('10.2.0.2')
  await clock.send('late')
  await expect(answer, 'what askVia returned for an answer').toBe('late')
  const byEth0 = await lab.capture('udp', { on: 'host:eth0' }).count()
  expect(byEth0, 'the number of datagrams by eth0').toBe(0)
})

test('h9 an answer leaves through the interface the question came in on', async ({ lab, server, egress }) => {
  await expect(egress.greetOn('eth1', 7000, params.greeting), 'greetOn').toHappen()
  const visitor = await expect(server.connect('10.2.0.2', 7000), 'a connection to 10.2.0.2').toHappen()
  await expect(visitor.line(), 'the greeting').toBe(params.greeting)
  await expect(visitor.expectEnd(), 'your FIN after the greeting').toHappen()
  const byEth0 = await lab.capture('tcp.port == 7000', { on: 'host:eth0' }).count()
  expect(byEth0, 'the number of packets of that connection by eth0').toBe(0)
})

test('h10 both providers are asked at the same time', async ({ lab, egress }) => {
  await lab.link('isp1', 'server').cut()
  await lab.link('isp2', 'server').cut()
  const { took } = await lab.clock.time(() => expect(egress.health(SERVER, PORT, 700), 'health').toHappen())
  expect(took, 'the time that health took with both providers silent').toBeBetween('690ms', '800ms')
})

test('h11 a question that nobody answers is asked once', async ({ server, egress }) => {
  const silent = await server.udp(123)
  const answer = await expect(egress.askVia('eth1', SERVER, 123, 'anybody?', 600), 'askVia').toHappen()
  expect(answer, 'what askVia returned without an answer').toBeNull()
  expect((await silent.received()).length, 'the number of datagrams').toBe(1)
})

test('h12 a guest who stays keeps nobody waiting', async ({ server, egress }) => {
  await expect(egress.greetOn('eth1', 7000, params.greeting), 'greetOn').toHappen()
  await expect(server.connect('10.2.0.2', 7000), 'the first connection').toHappen()
  const second = await expect(server.connect('10.2.0.2', 7000), 'a second connection').toHappen()
  await expect(second.line(), 'the greeting of a second guest').toBe(params.greeting)
})

test('h13 nobody is greeted through the other interface', async ({ server, egress }) => {
  await expect(egress.greetOn('eth1', 7000, params.greeting), 'greetOn').toHappen()
  const outcome = server.connect('10.1.0.2', 7000).then(
    () => 'accepted',
    () => 'refused',
  )
  await expect(outcome, 'what a connection through eth0 came to').toBe('refused')
})
