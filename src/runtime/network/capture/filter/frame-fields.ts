/** Fields of a frame as a whole: `frame.*`, and the columns of a list. */
import { WORLD_EPOCH_MS } from '../../clock.ts'
import { type FieldType, type FieldValue, fieldType } from '../../wire/index.ts'
import type { Dissection } from '../dissection/index.ts'
import { packetComment } from '../packet-comment.ts'

type FrameReader = (packet: Dissection) => FieldValue | null

const FIELDS: readonly (readonly [FieldType, FrameReader])[] = [
  [fieldType('frame.len', 'Frame Length', 'number'), ({ bytes }) => bytes.length],
  [fieldType('frame.cap_len', 'Capture Length', 'number'), ({ bytes }) => bytes.length],
  [fieldType('frame.number', 'Frame Number', 'number'), ({ frame }) => frame?.number ?? null],
  [fieldType('frame.time_relative', 'Time since first frame', 'seconds'), ({ frame }) => seconds(frame?.sinceFirst)],
  [fieldType('frame.time_delta', 'Time since previous frame', 'seconds'), ({ frame }) => seconds(frame?.sincePrevious)],
  [fieldType('frame.interface_name', 'Interface name', 'text'), ({ frame }) => frame?.record.from ?? null],
  // A number isn't precise enough for nanoseconds since 1970: it is right to half a microsecond.
  [
    fieldType('frame.time_epoch', 'Epoch Time', 'seconds'),
    ({ frame }) => (frame === null ? null : WORLD_EPOCH_MS / 1000 + frame.record.at / 1e9),
  ],
  [fieldType('frame.comment', 'Comment', 'text'), ({ frame }) => (frame === null ? null : packetComment(frame.record))],
  [
    fieldType('frame.protocols', 'Protocols in frame', 'text'),
    ({ layers }) => ['eth:ethertype', ...layers.slice(1).map(({ protocol }) => protocol)].join(':'),
  ],
  [fieldType('_ws.col.protocol', 'Protocol', 'text'), ({ protocol }) => protocol],
  [fieldType('_ws.col.info', 'Info', 'text'), ({ summary }) => summary],
]

export const FRAME_FIELDS: readonly FieldType[] = FIELDS.map(([field]) => field)
export const FRAME_READERS: ReadonlyMap<string, FrameReader> = new Map(FIELDS.map(([{ name }, read]) => [name, read]))

function seconds(nanoseconds: number | undefined): number | null {
  return nanoseconds === undefined ? null : nanoseconds / 1e9
}
