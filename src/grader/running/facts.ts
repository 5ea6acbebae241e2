import { type StepRecord, showValue } from '#lab'
import type { MessageStream, Params } from '../exercise/index.ts'
import { type ConnectionFacts, type Facts, type FlagCounts, observe } from '../hints/index.ts'
import type { PlannedTest } from '../plan/index.ts'
import type { Evidence } from '../report/index.ts'
import { type Conversation, conversationsIn, type TcpConversation } from './comparing/index.ts'
import { withRow } from './evidence.ts'
import { endpoint, type Reading, readingsOf } from './readings.ts'
import type { TestRun } from './test-run.ts'

/** Adds facts from its recording to a failed run and, to its evidence, what they show and the packet that the assertion is about. */
export function withFacts(test: PlannedTest, run: TestRun, params: Params, messages: MessageStream): TestRun {
  const { evidence, trace, recording } = run
  if (!evidence || !trace) return run
  const conversations = (recording && conversationsIn(recording)) ?? []
  const tcp = conversations.filter((one) => one.kind === 'tcp')
  const reading = readingBehind(run, tcp)
  const connection = reading && connectionFacts(reading, run)
  const facts: Facts = {
    test: test.id,
    about: evidence.about ?? null,
    evidence,
    ...comparedIn(run, reading),
    ...(connection && { connection }),
    others: tcp.filter((one) => one !== reading?.conversation).map((one) => one.stream(sideOfTest(one, trace.steps))),
    cuts: cutsOf(evidence, tcp, trace.cutConnection ?? 1, trace.steps),
    sent: sentByHost(conversations),
    captures: run.captures,
    params,
  }
  const seen = reading ? withPacket(evidence, run, reading, connection) : withDatagram(evidence, run, conversations)
  const told = withRow(seen, trace.numbers)
  const shown = { ...told, observed: observe({ ...facts, evidence: told }, messages) }
  return { ...run, evidence: shown, facts: { ...facts, evidence: shown } }
}

/** Finds the step that read, or waited for, the assertion's value, with its connection; undefined if unknown. */
function readingBehind({ trace, evidence }: TestRun, tcp: readonly TcpConversation[]): Reading | undefined {
  const { steps, failure } = trace!
  const { compared } = failure
  const wasRead = compared && 'actual' in compared
  const outcome = wasRead ? showValue(compared.actual) : `${failure.code}: ${failure.seen}`
  const last = wasRead ? steps.slice(-3) : steps
  const step = last.findLast((one) => one.ends && one.outcome === outcome)
  if (!step || evidence!.code === 'EXITED') return undefined
  return readingsOf(steps, tcp).find((reading) => reading.step.step === step.step)
}

function connectionFacts(reading: Reading, { trace }: TestRun): ConnectionFacts {
  const { conversation, side } = reading
  const other = side === 'to' ? 'from' : 'to'
  const heard = conversation.stream(other)
  const wrong = wrongOffset(reading, trace!.failure.compared)
  const piece = wrong === null ? undefined : conversation.pieceAt(other, wrong)
  const said = conversation.stream(side)
  return {
    program: hostOf(conversation, other),
    said,
    heard,
    ...(piece && {
      wrong: { offset: wrong!, packet: piece.packet, arrived: Math.min(said.length, piece.acknowledged) },
    }),
    sent: conversation.counts[other],
  }
}

/** Finds the first wrong byte in the program's stream; null if none is wrong, but something is missing. */
function wrongOffset(reading: Reading, compared: { actual?: unknown; expected?: unknown } | undefined): number | null {
  const { from, to, heard } = reading
  if (reading.step.op === 'expectEnd' || reading.step.op === 'expectSilence') return from < heard.length ? from : null
  const wanted = bytesOf(compared?.expected, reading.step.op)
  if (!wanted) return null
  const came = heard.subarray(from, reading.isRead ? to : heard.length)
  const at = came.findIndex((byte, i) => byte !== wanted[i])
  return at < 0 ? null : from + at
}

/** The expected value as bytes of the stream. */
function bytesOf(expected: unknown, op: string): Uint8Array | null {
  if (expected instanceof Uint8Array) return expected
  if (Array.isArray(expected)) return encode(expected.map((line) => `${line}\n`).join(''))
  if (typeof expected !== 'string') return null
  return encode(op === 'line' || op === 'ask' ? `${expected}\n` : expected)
}

const encode = (text: string) => new TextEncoder().encode(text)

/** The values that were compared; for a wait that timed out, the bytes that had arrived and were not yet read. */
function comparedIn({ trace }: TestRun, reading: Reading | undefined): Pick<Facts, 'compared'> {
  const { compared } = trace!.failure
  if (compared && 'actual' in compared) return { compared: { ...compared, actual: compared.actual } }
  if (!reading) return compared ? { compared: { actual: undefined, ...compared } } : {}
  const text = new TextDecoder().decode(reading.heard.subarray(reading.from))
  const actual = Array.isArray(compared?.expected) ? text.split(/\r?\n/).slice(0, -1) : text
  return { compared: { actual, ...compared } }
}

/** The packet that carried the wrong value, or after which one was expected. */
function withPacket(
  evidence: Evidence,
  { trace }: TestRun,
  reading: Reading,
  connection: ConnectionFacts | undefined,
): Evidence {
  const { packets, code } = evidence
  if (!packets || packets.firstWrong !== undefined || !connection) return evidence
  const { conversation, side } = reading
  const other = side === 'to' ? '<' : '>'
  const flagPacket = (flag: string) => conversation.steps.find(({ text }) => text === `${other} ${flag}`)?.packet
  const sooner =
    trace!.failure.code === 'RESET' || code === 'RESET'
      ? flagPacket('RST')
      : code === 'END'
        ? flagPacket('FIN')
        : undefined
  const firstWrong = connection.wrong?.packet ?? sooner
  if (firstWrong !== undefined) return { ...evidence, packets: { ...packets, firstWrong } }
  const expectedAfter = conversation.lastOf(side)
  return expectedAfter === undefined ? evidence : { ...evidence, packets: { ...packets, expectedAfter } }
}

/** For the test's UDP socket: the datagram that broke a silence, or the last that the test sent before it waited in vain. */
function withDatagram(evidence: Evidence, { trace }: TestRun, conversations: readonly Conversation[]): Evidence {
  const { packets, code } = evidence
  const { failure, steps } = trace!
  if (!packets || packets.firstWrong !== undefined || packets.expectedAfter !== undefined) return evidence
  const outcome = `${failure.code}: ${failure.seen}`
  const wait = steps.findLast((step) => UDP_WAITS.includes(step.op) && step.outcome === outcome)
  const [, host, port] = /^(.+):(\d+)\/udp$/.exec(wait?.on ?? '') ?? []
  if (!wait || host === undefined || port === undefined) return evidence
  if (code === 'UNEXPECTED') {
    const [firstWrong] = failure.packets
    return firstWrong === undefined ? evidence : { ...evidence, packets: { ...packets, firstWrong } }
  }
  if (code !== 'TIMEOUT') return evidence
  const sent = conversations.flatMap((one) => (one.kind === 'datagrams' ? one.sentBy(host, Number(port)) : []))
  const expectedAfter = Math.max(...sent.map(({ packet }) => packet))
  return sent.length === 0 ? evidence : { ...evidence, packets: { ...packets, expectedAfter } }
}

const UDP_WAITS = ['receive', 'expectSilence']

/** The bytes before which the stream had to be cut, if the schedule is minimal. */
function cutsOf(
  { schedule }: Evidence,
  tcp: readonly TcpConversation[],
  connection: number,
  steps: readonly StepRecord[],
): Facts['cuts'] {
  const conversation = tcp[connection - 1]
  if (!schedule?.minimised || !conversation) return []
  const stream = conversation.stream(sideOfTest(conversation, steps))
  return schedule.cut.map((offset) => ({ offset, stream }))
}

/** Which side of a connection the test drove: the one that opened it, unless a step says otherwise. */
function sideOfTest({ ends }: TcpConversation, steps: readonly StepRecord[]): 'to' | 'from' {
  const isHeld = steps.some((step) => step.ends && endpoint(step.ends.local) === ends.from)
  return isHeld ? 'from' : 'to'
}

function sentByHost(conversations: readonly Conversation[]): Facts['sent'] {
  const sent: Record<string, FlagCounts> = {}
  for (const conversation of conversations) {
    if (conversation.kind !== 'tcp') continue
    for (const side of ['to', 'from'] as const) {
      const host = hostOf(conversation, side)
      sent[host] ??= { SYN: 0, FIN: 0, RST: 0, data: 0 }
      for (const flag of ['SYN', 'FIN', 'RST', 'data'] as const) sent[host][flag] += conversation.counts[side][flag]
    }
  }
  return sent
}

/** `client > server:9000 #2` */
function hostOf({ name }: TcpConversation, side: 'to' | 'from'): string {
  const [opener = '', rest = ''] = name.split(' > ')
  return side === 'to' ? opener : rest.split(/[: ]/)[0]!
}
