import { visibleText } from '#lab'
import type { BytePlace, MessageStream } from '../exercise/index.ts'
import type { ConnectionFacts, Facts } from './facts.ts'
import { placeIn } from './place.ts'

/** Describes what the packets show of a failure, beside the two values: sentences that are true whatever the cause is. */
export function observe(facts: Facts, messages: MessageStream): string[] {
  const { connection, cuts } = facts
  const [cut] = cuts
  return [
    ...(cut && cuts.length === 1 ? [cutSentence(cut.stream, cut.offset, messages)] : []),
    ...(connection?.wrong ? [arrivedSentence(connection, connection.wrong, messages)] : []),
    ...(connection && !connection.wrong && isMissing(facts) ? [missingSentence(connection)] : []),
  ]
}

const WORDS: Readonly<Record<BytePlace, string>> = {
  start: 'before the first byte',
  'inside-character': 'inside a UTF-8 character',
  'between-cr-lf': 'between \\r and \\n',
  'inside-line': 'inside a line',
  'line-end': 'at the end of a line',
  'inside-length': 'inside the length field of a message',
  'inside-frame': 'inside a message',
  'frame-end': 'at the end of a message',
}

/** `It fails when a segment ends after "P" (byte 1), which is inside a line.` */
function cutSentence(stream: Uint8Array, offset: number, messages: MessageStream): string {
  const place = WORDS[placeIn(stream, offset, messages)]
  return `It fails when a segment ends after ${shown(stream, 0, offset)} (byte ${offset}), which is ${place}.`
}

function arrivedSentence(
  { program, said }: ConnectionFacts,
  { packet, arrived }: NonNullable<ConnectionFacts['wrong']>,
  messages: MessageStream,
): string {
  if (arrived === 0) return `When ${program} sent this (packet ${packet}), nothing had arrived there yet.`
  const place = WORDS[placeIn(said, arrived, messages)]
  const upTo = `up to ${shown(said, 0, arrived)}, ${place}`
  const rest = said.length - arrived
  const more =
    rest > 0 ? `; ${rest === 1 ? '1 byte was' : `${rest.toLocaleString('en-US')} bytes were`} still to come` : ''
  return `When ${program} sent this (packet ${packet}), it had received the stream ${upTo}${more}.`
}

const isMissing = ({ evidence: { code } }: Facts) => code === 'TIMEOUT' || code === 'END'

function missingSentence({ program, said, heard }: ConnectionFacts): string {
  const all = heard.length === 0 ? 'no data at all' : `no more than ${shown(heard, 0, heard.length)}`
  const had =
    said.length === 0 ? 'without having been sent anything' : `after it was sent ${shown(said, 0, said.length)}`
  return `On this connection ${program} sent ${all} ${had}.`
}

const MOST_SHOWN = 24

/** The end of a part of a stream, as text: `"…costs 5 "`. */
function shown(stream: Uint8Array, from: number, to: number): string {
  const start = Math.max(from, to - MOST_SHOWN)
  const text = visibleText(new TextDecoder().decode(stream.subarray(start, to)))
  return `"${start > from ? '…' : ''}${text}"`
}
