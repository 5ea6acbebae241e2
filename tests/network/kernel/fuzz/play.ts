import { IpProtocol, ParseError, parseIpv4, parseTcp } from '#network'
import type { System } from '#packetdrill'
import type { ConversationPlan } from './conversation.ts'
import { type Observation, Talk } from './talk.ts'

/** Those that run beside each other on a real kernel begin so many ns one after another. */
const STAGGER = 4_000_000

/** Plays all at the same time on one system, and returns what each saw. */
export async function play(system: System, plans: readonly ConversationPlan[]): Promise<Observation[]> {
  const start = system.now + STAGGER
  const talks = plans.map((plan, index) => new Talk(system, plan, index, start + index * STAGGER))
  for (;;) {
    const due = Math.min(...talks.map((talk) => talk.due))
    if (due === Number.POSITIVE_INFINITY) return talks.map(({ observation }) => observation)
    await system.wait(due, () => false)
    deliver(system, talks)
    for (const talk of talks) if (talk.due <= system.now) talk.advance()
  }
}

function deliver(system: System, talks: readonly Talk[]): void {
  for (let sent = system.takeSent(); sent !== undefined; sent = system.takeSent()) {
    const packet = parseIpv4(sent.bytes)
    if (packet instanceof ParseError || packet.protocol !== IpProtocol.TCP) continue
    const segment = parseTcp(packet.payload)
    if (segment instanceof ParseError) continue
    talks.find((talk) => talk.owns(segment))?.take({ ...segment, payload: segment.payload.slice() })
  }
}
