/** What the proofs of RFC 9293's requirements have in common. */
import type { ScriptedPeer } from '#network/host/tcp/scripted-peer.fixture.ts'
import { twoHosts } from '#network/host/two-hosts.fixture.ts'

/** One of the requirements of appendix B. */
export interface Requirement {
  /** MUST-N, SHLD-N or MAY-N. */
  readonly id: string
  readonly says: string
  /** Shows it; or what else does, by files that exist; or why it does not hold here. */
  readonly proof: (() => void) | string
}

export const PLAIN = '<mss 1000>'
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
export const starts = (lines: string[]) => lines.map((line) => line.split(' ').slice(0, 3).join(' '))

/** Runs until the peer got nothing for a while; what was sent, as times in milliseconds. */
export function timesOf(peer: ScriptedPeer, milliseconds: number): number[] {
  peer.run(milliseconds)
  return peer.sent().map((line) => Number(line.split(' ')[0]))
}

/** Two hosts whose frames' TCP parts are noted. */
export function watched() {
  const network = twoHosts()
  const segments = () =>
    network.recorder.packets
      .filter(({ bytes }) => bytes[12] === 8 && bytes[13] === 0)
      .map(({ bytes }) => bytes.subarray(34))
  return { network, segments }
}
