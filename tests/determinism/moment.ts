import { type Recording, TABLES, type TableName } from '#network'

/** All that a recording shows of a moment, as plain data. */
export function shown(recording: Recording, at: number) {
  const moment = recording.at(at)
  return {
    sent: moment.sent,
    flights: moment.flights().map(({ packet, progress }) => [packet.number, progress]),
    tables: (Object.keys(TABLES) as TableName[]).map((name) => moment.rows(name)),
  }
}
