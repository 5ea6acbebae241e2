import { type Lab, LabError, type Packet, type RuleHandle, type TimelineEvent } from '#lab'
import type { Fault } from '../../schedules/index.ts'

/** Faults installed in a world. */
export interface InstalledFaults {
  /** Faults that have met a packet so far, with its number; outages and crashes that have begun, without one. */
  happened(): Promise<HappenedFault[]>
}

export interface HappenedFault {
  fault: Fault
  packet?: number
}

type PacketFault = Exclude<Fault, { kind: 'outage' | 'crash' }>

/** Installs faults in a world that has just been opened, before anything happens in it. */
export async function installFaults(lab: Lab, faults: readonly Fault[]): Promise<InstalledFaults> {
  const rules: { fault: PacketFault; rule: Promise<RuleHandle> }[] = []
  const events: TimelineEvent[] = []
  for (const fault of faults) {
    if (fault.kind === 'outage') events.push(...outage(fault))
    else if (fault.kind === 'crash') events.push(...crash(lab, fault))
    else rules.push({ fault, rule: addRule(lab, fault) })
  }
  if (events.length > 0) await lab.timeline(events)
  const handles = await Promise.all(rules.map(async ({ fault, rule }) => ({ fault, rule: await rule })))
  return {
    async happened() {
      const hits = await Promise.all(handles.map(({ rule }) => rule.hits()))
      const met = handles.flatMap(({ fault }, i): HappenedFault[] => withPacket(fault, hits[i]![0]))
      const begun = faults.filter(
        (fault) => (fault.kind === 'outage' || fault.kind === 'crash') && fault.at <= lab.clock.now,
      )
      return [...begun.map((fault) => ({ fault })), ...met]
    },
  }
}

const withPacket = (fault: Fault, packet: Packet | undefined): HappenedFault[] =>
  packet === undefined ? [] : [{ fault, packet: packet.number }]

function addRule(lab: Lab, { link: [a, b, index], from, filter, nth, kind, by, at }: PacketFault): Promise<RuleHandle> {
  return lab
    .link(a, b, index)
    .from(from)
    .rule({ filter, nth, count: 1, action: kind, ...(by !== undefined && { by }), ...(at !== undefined && { at }) })
}

function outage({ link: [a, b, index], at, lasts }: Extract<Fault, { kind: 'outage' }>): TimelineEvent[] {
  if (index > 0) throw notYet(`an outage of the second link between ${a} and ${b}`)
  return [
    { at, link: [a, b], do: 'cut' },
    { at: at + lasts, link: [a, b], do: 'restore' },
  ]
}

function crash(lab: Lab, { host, at, lasts }: Extract<Fault, { kind: 'crash' }>): TimelineEvent[] {
  if (!lab.capabilities.has('power')) throw notYet(`a crash of ${host}`)
  return [
    { at, host, do: 'power-off' },
    { at: at + lasts, host, do: 'power-on', programs: 'again' },
  ]
}

function notYet(what: string): LabError {
  return new LabError({
    code: 'NOT_SUPPORTED',
    expected: what,
    seen: 'a backend that cannot do that yet',
    at: 0,
    packets: [],
  })
}
