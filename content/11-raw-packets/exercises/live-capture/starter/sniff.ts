import { AF_PACKET, SOCK_RAW, socket } from 'ackademy:sockets'

export interface Options {
  protocol?: 'icmp' | 'tcp' | 'udp'
  promiscuous?: boolean
  bufferBytes?: number
}

export interface Report {
  packets: number
  bytes: number
  syns: number
  talkers: { address: string; bytes: number }[]
  dropped: number
  vlans: number[]
  anomalies: { kind: 'land' | 'christmas-tree' | 'no-flags'; from: string }[]
}

export async function sniff(iface: string, options: Options = {}) {
  const packets = socket(AF_PACKET, SOCK_RAW, 0)
  // Your turn: bind it to the interface, read frames, count.
  return {
    report: (): Report => ({ packets: 0, bytes: 0, syns: 0, talkers: [], dropped: 0, vlans: [], anomalies: [] }),
    close: () => packets.close(),
  }
}
