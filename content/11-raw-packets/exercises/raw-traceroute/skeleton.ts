import type { Socket } from 'ackademy:sockets'

interface Probe {
  port: number
  sentAt: number
  answer: { address: string; ms: number; mark: string } | null
}
interface Report {
  type: number
  code: number
  target: string
  sourcePort: number
  port: number
}
/** Sends the next probe and notes it. */
declare function send(): void
/** When the next probe is due, or Infinity when all are sent. */
declare function dueNext(): number
/** When the first of the waiting probes times out, or Infinity when none waits. */
declare function timesOut(): number
declare function wait(icmp: Socket, until: number): Promise<void>

export async function askHop(icmp: Socket, probes: Probe[]) {
  for (;;) {
    if (performance.now() >= dueNext()) {
      send()
      continue
    }
    const until = Math.min(dueNext(), timesOut())
    if (until === Number.POSITIVE_INFINITY) return
    await wait(icmp, until)
    for (let packet = icmp.recvfrom(65_535); packet; packet = icmp.recvfrom(65_535)) {
      const report = parse(Buffer.from(packet.bytes))
      const probe = probes.find(({ port }) => port === report?.port)
      // … is it about your packet, in time, and the first answer? Then it's the probe's.
      if (!probe) continue
    }
  }
}

function parse(packet: Buffer): Report | null {
  const icmp = withoutIpHeader(packet)
  const [type, code] = icmp
  // … null for other types
  const quoted = icmp.subarray(8)
  const udp = withoutIpHeader(quoted)
  // … null for another protocol, and where the ports are cut off
  const target = quoted.subarray(16, 20).join('.')
  return { type: type!, code: code!, target, sourcePort: udp.readUInt16BE(0), port: udp.readUInt16BE(2) }
}

/** The header's length is in the low four bits of its first byte, in words of four bytes. */
declare function withoutIpHeader(packet: Buffer): Buffer
