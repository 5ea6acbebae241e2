/** Short notations of packets, for tests of dissection. */
import {
  emitArp,
  emitEthernet,
  emitIcmp,
  emitIcmpv6,
  emitIpv4,
  emitIpv6,
  emitTcp,
  emitTcpOptions,
  emitUdp,
  type IcmpMessage,
  type Ipv4Packet,
  type Ipv6Packet,
  TcpFlag,
  type TcpOption,
} from '../wire/index.ts'
import type { PacketRecord } from './index.ts'

export const A = '10.0.0.1'
export const B = '10.0.0.2'
const MAC = { [A]: '02:00:00:00:00:01', [B]: '02:00:00:00:00:02' } as Record<string, string>

export function text(string: string): Uint8Array {
  return Uint8Array.from(string, (character) => character.charCodeAt(0))
}

export function ipv4(payload: Uint8Array, protocol: number, header: Partial<Ipv4Packet> = {}): Uint8Array {
  const whole: Ipv4Packet = {
    dscp: 0,
    ecn: 0,
    identification: 1,
    reservedFlag: false,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 64,
    protocol,
    source: A,
    destination: B,
    options: new Uint8Array(0),
    payload,
    ...header,
  }
  const destination = MAC[whole.destination] ?? 'ff:ff:ff:ff:ff:ff'
  const source = MAC[whole.source] ?? MAC[A]!
  return emitEthernet({ destination, source, type: 0x0800, payload: emitIpv4(whole) })
}

export interface Tcp {
  /** `SYN ACK`. */
  flags: string
  seq: number
  ack?: number
  data?: string
  window?: number
  options?: readonly TcpOption[]
  ports?: readonly [number, number]
}

/** Makes a segment from A to B, or back. */
export function tcp(
  { flags, seq, ack = 0, data = '', window = 64_240, options = [], ports = [40_000, 9000] }: Tcp,
  back = false,
): Uint8Array {
  const [source, destination] = back ? [B, A] : [A, B]
  const [sourcePort, destinationPort] = back ? [ports[1], ports[0]] : ports
  const bits = flags.split(' ').reduce((sum, name) => sum | TcpFlag[name as keyof typeof TcpFlag], 0)
  const segment = {
    sourcePort,
    destinationPort,
    sequenceNumber: seq >>> 0,
    acknowledgmentNumber: ack >>> 0,
    reserved: 0,
    flags: bits,
    window,
    urgentPointer: 0,
    options: emitTcpOptions(options),
    payload: text(data),
  }
  return ipv4(emitTcp(segment, source, destination), 6, { source, destination })
}

export function udp(data: string, sourcePort = 5000, destinationPort = 7000): Uint8Array {
  return ipv4(emitUdp({ sourcePort, destinationPort, payload: text(data) }, A, B), 17)
}

export function icmp(message: IcmpMessage, header: Partial<Ipv4Packet> = {}): Uint8Array {
  return ipv4(emitIcmp(message), 1, header)
}

export const A6 = '2001:db8::1'
export const B6 = '2001:db8::2'

export function ipv6(payload: Uint8Array, nextHeader: number, header: Partial<Ipv6Packet> = {}): Uint8Array {
  const whole: Ipv6Packet = {
    dscp: 0,
    ecn: 0,
    flowLabel: 0,
    nextHeader,
    hopLimit: 64,
    source: A6,
    destination: B6,
    payload,
    ...header,
  }
  return emitEthernet({ destination: MAC[B]!, source: MAC[A]!, type: 0x86dd, payload: emitIpv6(whole) })
}

export function icmpv6(message: IcmpMessage, header: Partial<Ipv6Packet> = {}): Uint8Array {
  return ipv6(emitIcmpv6(message, header.source ?? A6, header.destination ?? B6), 58, header)
}

export function arp(operation: number, senderIp = A, targetIp = B): Uint8Array {
  const payload = emitArp({ operation, senderMac: MAC[A]!, senderIp, targetMac: '00:00:00:00:00:00', targetIp })
  return emitEthernet({ destination: 'ff:ff:ff:ff:ff:ff', source: MAC[A]!, type: 0x0806, payload })
}

/** Returns frames as records of one link, delivered, a millisecond apart. */
export function records(...frames: Uint8Array[]): PacketRecord[] {
  return frames.map((bytes, index) => {
    const at = index * 1_000_000
    return {
      number: index + 1,
      at,
      arrives: at + 1,
      link: 0,
      from: 'a:eth0',
      to: 'b:eth0',
      bytes,
      fate: 'delivered',
      cause: null,
    }
  })
}
