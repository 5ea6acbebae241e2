import type { IpPacket } from '../ip-packet.ts'
import type { Netfilter, Passage } from './netfilter.ts'
import { type Sender, sendReset } from './reset.ts'

/** User of a middlebox's rules: its IP layer. */
interface Middlebox extends Sender {
  readonly netfilter: Netfilter | null
}

/** A packet on its way from one interface to another, and facts about it. */
export interface Crossing {
  readonly passage: Passage
  readonly packet: Pick<IpPacket, 'protocol' | 'source' | 'destination' | 'payload'>
  readonly from: { readonly name: string }
  readonly to: { readonly name: string }
}

/** Applies the rules to a packet, and returns whether it may pass. `prohibit` sends the ICMP error of a `reject`. */
export function isLetThrough(box: Middlebox, { passage, packet, from, to }: Crossing, prohibit: () => void): boolean {
  const action = box.netfilter?.mayPass(passage, packet, from.name, to.name) ?? 'pass'
  if (action === 'reject') prohibit()
  if (action === 'reset') sendReset(box, packet)
  return action === 'pass'
}
