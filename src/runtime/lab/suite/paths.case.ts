import { expect } from 'vitest'
import type { Lab, Link, Packet } from '../api/index.ts'
import type { SpecGroup } from './spec.fixture.ts'

/** How one family of IP says what the path of a packet is like. */
interface Words {
  readonly name: string
  /** `client` — `r1` — `r2` — `server`: the network of each link, without the host. */
  readonly networks: readonly [string, string, string]
  readonly length: number
  readonly errors: string
  readonly timeExceeded: readonly [type: number, code: number]
  readonly portUnreachable: readonly [type: number, code: number]
  readonly tooBig: readonly [type: number, code: number]
  readonly echo: { request: number; reply: number }
  /** Whole lengths of the packets that carry 1400 bytes of UDP over a path of 1300 bytes. */
  readonly fragments: readonly number[]
}

const IPV4: Words = {
  name: 'IPv4',
  networks: ['10.0.1.', '10.0.12.', '10.0.2.'],
  length: 24,
  errors: 'icmp.type == 3 || icmp.type == 11',
  timeExceeded: [11, 0],
  portUnreachable: [3, 3],
  tooBig: [3, 4],
  echo: { request: 8, reply: 0 },
  fragments: [1300, 148],
}
const IPV6: Words = {
  name: 'IPv6',
  networks: ['2001:db8:1::', '2001:db8:12::', '2001:db8:2::'],
  length: 64,
  errors: 'icmpv6.type < 128',
  timeExceeded: [3, 0],
  portUnreachable: [1, 4],
  tooBig: [2, 0],
  // A fragment's header takes 8 bytes more, and all but the last carry a multiple of 8 (RFC 8200 4.5).
  echo: { request: 128, reply: 129 },
  fragments: [1296, 208],
}

/** Two routers between, the link in the middle narrow. */
function path({ networks: [near, middle, far], length }: Words, mtu = 1500) {
  const text = `version: 1
name: path
topology:
  defaults: { link: { delay: 2ms } }
  nodes:
    client:
      interfaces: { eth0: { addresses: ["${near}10/${length}"] } }
      routes: [{ to: default, via: "${near}1" }]
    r1:
      kind: router
      interfaces: { eth0: { addresses: ["${near}1/${length}"] }, eth1: { addresses: ["${middle}1/${length}"] } }
      routes: [{ to: default, via: "${middle}2" }]
    r2:
      kind: router
      interfaces: { eth0: { addresses: ["${middle}2/${length}"] }, eth1: { addresses: ["${far}1/${length}"] } }
      routes: [{ to: default, via: "${middle}1" }]
    server:
      interfaces: { eth0: { addresses: ["${far}10/${length}"] } }
      routes: [{ to: default, via: "${far}1" }]
  links:
    - { endpoints: ["client:eth0", "r1:eth0"] }
    - { endpoints: ["r1:eth1", "r2:eth0"], mtu: ${mtu} }
    - { endpoints: ["r2:eth1", "server:eth0"] }
`
  return { file: 'path.yaml', text }
}

/** Of a packet of IP, without the header of Ethernet. */
const lengthOf = (packet: Packet) => packet.bytes.length - 14
const errorOf = ({ ip, icmp }: Packet) => ({ from: ip!.src, error: [icmp!.type, icmp!.code] })

/** What `host` sends on a link from now on that carries data; an error quotes some, but carries none. */
function sentBy(lab: Lab, link: Link, host: string) {
  const address = lab.host(host).address()
  const carriesData = 'udp || tcp.len > 0 || ip.flags.mf == 1 || ipv6.fraghdr'
  const isSent = `${address.includes(':') ? 'ipv6' : 'ip'}.src == ${address}`
  return lab.capture(`(${carriesData}) && ${isSent} && !icmp && !icmpv6`, { on: link, since: 'now' })
}

export const pathSpecs: SpecGroup = (spec) => {
  for (const words of [IPV4, IPV6]) {
    const { name, networks, errors } = words
    const [near, middle, far] = networks

    spec(`a path over ${name} is traced hop by hop, to the target`, { topology: path(words) }, async ({ lab }) => {
      const dst = lab.host('server').address()
      const [prober, heard] = [await lab.host('client').raw(), await lab.host('client').raw(errors)]
      const hops = []
      for (let ttl = 1; ttl <= 3; ttl++) {
        await prober.send({ ip: { dst, ttl }, udp: { src: 40_000, dst: 33_433 + ttl }, payload: 'how far?' })
        const answer = await heard.receive()
        hops.push({ ...errorOf(answer), about: answer.icmp?.about?.udp?.dst })
      }
      expect(hops).toEqual([
        { from: `${near}1`, error: words.timeExceeded, about: 33_434 },
        { from: `${middle}2`, error: words.timeExceeded, about: 33_435 },
        { from: `${far}10`, error: words.portUnreachable, about: 33_436 },
      ])
      // As many hops reach it with an echo request too, one fewer do not.
      const { request, reply } = words.echo
      for (const ttl of [2, 3]) await prober.send({ ip: { dst, ttl }, icmp: { type: request, id: 7, seq: ttl } })
      expect(errorOf(await heard.receive())).toEqual({ from: `${middle}2`, error: words.timeExceeded })
      const echoes = `${name === 'IPv4' ? 'icmp' : 'icmpv6'}.type == ${reply}`
      expect((await lab.capture(echoes).next()).icmp).toMatchObject({ type: reply, id: 7, seq: 3, checksumOk: true })
    })

    spec(
      `a datagram too long for the path over ${name} is lost with word of the MTU; the next one fits`,
      { topology: path(words, 1300) },
      async ({ lab }) => {
        const server = await lab.host('server').udp(7)
        const [client, heard] = [await lab.host('client').udp(), await lab.host('client').raw(errors)]
        const sent = sentBy(lab, lab.link('client', 'r1'), 'client')
        await client.send('x'.repeat(1400), ['server', 7])
        const error = await heard.receive()
        expect({ ...errorOf(error), mtu: error.icmp?.mtu }).toEqual({
          from: `${near}1`,
          error: words.tooBig,
          mtu: 1300,
        })
        expect(error.icmp?.about?.ip).toMatchObject({ df: true, dst: `${far}10` })
        await client.send('y'.repeat(1400), ['server', 7])
        expect((await server.receive()).text).toBe('y'.repeat(1400))
        const [whole, ...fragments] = await sent.all()
        expect(lengthOf(whole!)).toBeGreaterThan(1300)
        expect(fragments.map(lengthOf)).toEqual(words.fragments)
        expect(fragments.map(({ ip }) => ip!.mf)).toEqual([true, false])
      },
    )

    spec(
      `TCP over ${name} finds the MTU of its path, and the next connection knows it`,
      { topology: path(words, 1300) },
      async ({ lab }) => {
        const listener = await lab.host('server').listen(80)
        const talk = async () => {
          const [client, server] = await Promise.all([lab.host('client').connect('server', 80), listener.accept()])
          await client.send('x'.repeat(4000))
          await server.bytes(4000)
          await server.send('y'.repeat(4000))
          await client.bytes(4000)
        }
        await talk()
        const told = await lab.capture(errors).all()
        expect(new Set(told.map(({ ip }) => ip!.src))).toEqual(new Set([`${near}1`, `${far}1`]))
        expect(new Set(told.map(({ icmp }) => icmp!.mtu))).toEqual(new Set([1300]))
        const [out, back] = [
          sentBy(lab, lab.link('client', 'r1'), 'client'),
          sentBy(lab, lab.link('r2', 'server'), 'server'),
        ]
        await talk()
        for (const way of [out, back]) expect(Math.max(...(await way.all()).map(lengthOf))).toBe(1300)
        expect(await lab.capture(errors).count()).toBe(told.length)
      },
    )
  }
}
