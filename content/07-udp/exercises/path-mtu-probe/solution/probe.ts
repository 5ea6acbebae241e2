import {
  AF_INET,
  IP_MTU_DISCOVER,
  IP_PMTUDISC_PROBE,
  IP_RECVERR,
  IPPROTO_IP,
  MSG_ERRQUEUE,
  POLLIN,
  poll,
  SOCK_DGRAM,
  type Socket,
  socket,
} from 'ackademy:sockets'
import { randomBytes } from 'node:crypto'
import { params } from './params.ts'

const SMALLEST = 1_252 // IPv6's smallest MTU, 1,280, with the headers of IPv4
const LARGEST = 1_472
const HEADERS = 28
const ID_BYTES = 8
const TRIES = 3

interface Outcome {
  fits: boolean
  /** MTU that a router has reported, 0 without a report. */
  reported: number
}

/** Finds the largest UDP payload that reaches the responder in one packet. */
export async function largestPayload(address: string, port: number): Promise<number> {
  const udp = socket(AF_INET, SOCK_DGRAM)
  try {
    udp.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE)
    udp.setsockopt(IPPROTO_IP, IP_RECVERR, 1)
    return await search((size) => probe(udp, address, port, size))
  } finally {
    udp.close()
  }
}

async function search(tryOut: (size: number) => Promise<Outcome>): Promise<number> {
  let fits = SMALLEST - 1
  let tooBig = LARGEST + 1
  let hint: number | null = null // followed once, so that forged reports cost little
  let size = LARGEST
  while (tooBig - fits > 1) {
    const outcome = await tryOut(size)
    if (outcome.fits) fits = size
    else tooBig = size
    const reported = outcome.reported - HEADERS
    if (hint === null && reported > fits && reported < tooBig) {
      hint = reported
      size = hint
    } else if (fits === hint)
      size = hint + 1 // a true report ends the search here
    else size = (fits + tooBig) >> 1
  }
  if (fits < SMALLEST) throw Object.assign(new Error('no probe was acknowledged'), { code: 'ETIMEDOUT' })
  return fits
}

/** Sends probes of one size until one is acknowledged or all tries are over. */
async function probe(udp: Socket, address: string, port: number, size: number): Promise<Outcome> {
  const id = randomBytes(ID_BYTES)
  const datagram = Buffer.concat([id], size)
  let reported = 0
  for (let n = 0; n < TRIES; n++) {
    reported = readReports(udp) || reported
    send(udp, datagram, address, port)
    const end = performance.now() + params.waitMs
    for (let left: number = params.waitMs; left > 0; left = end - performance.now()) {
      const ready = await poll([{ socket: udp, events: POLLIN }], Math.ceil(left))
      if (ready.length === 0) break
      reported = readReports(udp) || reported
      for (let got = receive(udp); got !== null; got = receive(udp))
        if (got.address === address && got.port === port && id.equals(got.bytes)) return { fits: true, reported }
    }
  }
  return { fits: false, reported }
}

/** Reads all waiting reports, and returns the last MTU in them, or 0. */
function readReports(udp: Socket): number {
  let mtu = 0
  for (let report = udp.recvmsg(2_048, MSG_ERRQUEUE); report !== null; report = udp.recvmsg(2_048, MSG_ERRQUEUE))
    for (const { error } of report.control) if (error?.type === 3 && error.code === 4) mtu = error.info
  return mtu
}

/** A report that comes at this very moment makes the call fail; then this try counts as lost. */
function send(udp: Socket, datagram: Uint8Array, address: string, port: number) {
  try {
    udp.sendto(datagram, address, port)
  } catch {}
}

function receive(udp: Socket) {
  try {
    return udp.recvfrom(2_048)
  } catch {
    return null
  }
}
