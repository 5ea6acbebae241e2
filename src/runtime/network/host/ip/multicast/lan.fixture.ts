/** Hosts on a switch with a querier, and the reports that each of them sends. */
import { parsePrefix } from '../../../address/index.ts'
import { dissect, fieldsNamed } from '../../../capture/index.ts'
import { SECOND } from '../../../clock.ts'
import { buildNetwork } from '../../../topology/index.ts'
import { emitIcmpv6, emitIgmp, emitMld, type IgmpQuery, IpProtocol } from '../../../wire/index.ts'
import type { RawSocket, UdpSocket } from '../../socket.ts'
import { BindFlag, SocketOption } from '../../socket-constants.ts'

export const GROUP = '239.1.2.3'
export const GROUP6 = 'ff15::7'

export function multicastLan({ seed = 1, hasRoute = true } = {}) {
  const names = ['a', 'b', 'querier']
  const host = (name: string, index: number) => ({
    kind: 'host' as const,
    name,
    routes: hasRoute ? [{ to: parsePrefix('224.0.0.0/4')!, dev: 'eth0' }] : [],
    interfaces: [
      {
        name: 'eth0',
        addresses: [`10.0.0.${index + 1}/24`, `2001:db8::${index + 1}/64`].map((text) => parsePrefix(text)!),
      },
    ],
  })
  const network = buildNetwork(
    {
      name: 'lan',
      nodes: [...names.map(host), { kind: 'switch', name: 'lan' }],
      links: names.map((name, index) => ({ endpoints: [`${name}:eth0`, `lan:p${index}`] as const })),
    },
    { seed },
  )
  const run = (seconds: number) => network.clock.runUntil(network.clock.now + Math.round(seconds * SECOND))

  /** Opens a socket on port 5000, which others may share. */
  function socket(name: string, family: 4 | 6 = 4, address = family === 4 ? '0.0.0.0' : '::'): UdpSocket {
    const made = network.host(name).udp.socket(family)
    const bound = made.bind(address, 5000, BindFlag.REUSEADDR)
    if (bound < 0) throw new Error(`bind: ${bound}`)
    return made
  }

  const option = (made: UdpSocket, name: keyof typeof SocketOption, text: string, value = 0) =>
    made.setOption(SocketOption[name], value, text)

  /** Reads everything received so far. */
  function texts(made: UdpSocket): string[] {
    const all: string[] = []
    for (let one = made.receive(1500); typeof one !== 'number'; one = made.receive(1500))
      all.push(String.fromCharCode(...one.bytes))
    return all
  }

  function send(made: UdpSocket, group: string, text: string): number {
    return made.send(
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
      { address: group, port: 5000 },
    )
  }

  /** Returns a host's reports, a line each: `0.5 224.0.0.22 join 239.1.2.3`. */
  function reports(name: string, since = 0): string[] {
    return network.recorder.packets
      .filter(({ from, at }) => from === `${name}:eth0` && at >= since)
      .flatMap(({ bytes, at }) => {
        const packet = dissect(bytes)
        const isIgmp = packet.protocol === 'IGMP'
        const isMld = fieldsNamed(packet, 'ipv6.opt.router_alert').length > 0
        if (!isIgmp && !isMld) return []
        const [to] = [...fieldsNamed(packet, 'ip.dst'), ...fieldsNamed(packet, 'ipv6.dst')]
        return [`${at / SECOND} ${to!.value} ${isIgmp ? packet.summary : mldText(bytes)}`]
      })
  }

  let ear: RawSocket | undefined
  /** Sends a query as an IGMP router does, from the host `querier`. */
  function query(message: Partial<IgmpQuery> = {}): void {
    ear ??= network.host('querier').raw.socket(4, IpProtocol.IGMP) as RawSocket
    const whole: IgmpQuery = {
      kind: 'query',
      version: 3,
      maximumResponseTime: 10,
      group: '0.0.0.0',
      suppress: false,
      robustness: 2,
      queryInterval: 125,
      sources: [],
      ...message,
    }
    const address = whole.group === '0.0.0.0' ? '224.0.0.1' : whole.group
    ear.send(emitIgmp(whole), { address, port: 0 })
  }

  let ear6: RawSocket | undefined
  /** Sends a query as an MLD router does, but without a router alert, which hosts don't check. */
  function query6(version: 1 | 2, group = '::', maximumMs = 1000): void {
    ear6 ??= network.host('querier').raw.socket(6, IpProtocol.ICMPV6) as RawSocket
    ear6.bind(network.host('querier').interface('eth0')!.ipv6Addresses.at(-1)!.address, 0)
    const message =
      version === 1
        ? emitMld({ kind: 'query', version, maximumResponseDelay: maximumMs, group })
        : emitMld({
            kind: 'query',
            version,
            maximumResponseCode: maximumMs,
            group,
            sources: [],
            suppress: false,
            robustness: 2,
            queryInterval: 125,
          })
    const address = group === '::' ? 'ff02::1' : group
    const sent = ear6.send(emitIcmpv6(message, '::', '::'), { address, port: 0 })
    if (sent < 0) throw new Error(`query: ${sent}`)
  }

  return { network, run, socket, option, texts, send, reports, query, query6 }
}

/** Returns the records of an MLDv2 report, or the group of an older message. */
function mldText(bytes: Uint8Array): string {
  const packet = dissect(bytes)
  const types = fieldsNamed(packet, 'icmpv6.mldr.mar.record_type').map(({ value }) => value)
  const groups = fieldsNamed(packet, 'icmpv6.mldr.mar.multicast_address').map(({ value }) => value)
  if (types.length > 0) return types.map((type, i) => `${type} ${groups[i]}`).join(' / ')
  return packet.summary
}
