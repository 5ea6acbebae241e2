import { expect } from 'vitest'
import { expectAbout, failureOf, type SpecGroup } from './spec.fixture.ts'

export const datagramSpecs: SpecGroup = (spec) => {
  spec('a datagram arrives with its sender, and an answer needs no address', {}, async ({ lab }) => {
    const server = await lab.host('server').udp(5300)
    const client = await lab.host('client').udp()
    await client.send('ping', ['server', 5300])
    const datagram = await server.receive()
    expect(datagram).toMatchObject({
      text: 'ping',
      from: { address: '10.0.9.1', port: client.local.port },
      iface: 'eth0',
      ttl: 64,
      packet: (await lab.capture('udp').all())[0]!.number,
    })
    await server.send('pong')
    expect((await client.receive()).text).toBe('pong')
    expect((await server.received()).map(({ text }) => text)).toEqual(['ping'])
  })

  spec('a datagram that does not come times out', {}, async ({ lab }) => {
    const server = await lab.host('server').udp(5300)
    expect((await failureOf(server.receive({ within: '50ms' }))).code).toBe('TIMEOUT')
    await server.expectSilence('20ms')
  })

  spec('a raw peer sees what arrives and sends what it is told', {}, async ({ lab }) => {
    const raw = await lab.host('server').raw('icmp')
    const sender = await lab.host('client').raw()
    const start = lab.clock.now
    await sender.send({ ip: { dst: '10.0.9.2', ttl: 9 }, icmp: { type: 8, id: 7, seq: 1 }, payload: 'abc' })
    const request = await raw.receive()
    expect(request.icmp).toMatchObject({ type: 8, id: 7, seq: 1, checksumOk: true })
    expect(request.ip).toMatchObject({ ttl: 9, src: '10.0.9.1' })
    expect(request.text).toBe('abc')
    const reply = await lab.capture('icmp.type == 0').next()
    expect(reply.icmp).toMatchObject({ type: 0, id: 7, seq: 1 })
    expectAbout(lab, lab.clock.now - start, 30)
  })

  spec('a forged ICMP error quotes the packet that it is about', {}, async ({ lab }) => {
    const client = await lab.host('client').udp()
    await lab.host('server').udp(7)
    const requests = lab.capture('udp')
    await client.send('x', ['server', 7])
    const about = await requests.next()
    await (await lab.host('server').raw()).send({ ip: { dst: '10.0.9.1' }, icmp: { type: 3, code: 10, about } })
    const error = await lab.capture('icmp.type == 3').next()
    expect(error.icmp?.about?.udp).toMatchObject({ src: client.local.port, dst: 7 })
  })

  spec('a wrong checksum is sent when it is asked for', {}, async ({ lab }) => {
    await lab.host('server').udp(7)
    await (await lab.host('client').raw()).send({
      ip: { dst: '10.0.9.2' },
      udp: { src: 1, dst: 7, checksum: 0x1234 },
      payload: 'x',
    })
    expect((await lab.capture('udp').next()).udp).toMatchObject({ checksum: 0x1234, checksumOk: false })
  })
}
