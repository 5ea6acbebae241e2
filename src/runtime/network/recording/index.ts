/**
 * Recordings: what happened in a network, kept so that any past moment is shown without running it again. `TableRecorder` watches a network and logs what
 * changes in its tables; `Recording` keeps that with the packets, and with what programs printed, as whoever runs them tells it; `serial` is its one form
 * as bytes. Nothing here changes what happens.
 */
export { type Flight, RecordedMoment } from './moment.ts'
export { type RecordedOutput, type RecordedProcess, Recording, type TableSegment } from './recording.ts'
export { type RecordingNotes, readRecording, writeRecording } from './serial.ts'
export { TABLES, type TableName, type TableRow } from './table.ts'
export type { TablePiece } from './table-log.ts'
export { TableRecorder } from './table-recorder.ts'
export { type QueueSeries, queueSeries, type SocketSeries, socketSeries } from './table-series.ts'
