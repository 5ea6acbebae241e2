/**
 * Recordings: the history of a network, kept so that any moment can be shown without running it again. `TableRecorder`
 * watches a network and logs changes of its tables. `Recording` stores them with the packets and with the output that
 * the runner reports. `serial` is the byte format. Nothing here affects the network.
 */
export { type Flight, RecordedMoment, type RecordedOutput, type RecordedProcess } from './moment.ts'
export { Recording, type TableSegment } from './recording.ts'
export { type RecordingNotes, readRecording, writeRecording } from './serial.ts'
export { TABLES, type TableName, type TableRow } from './table.ts'
export type { TablePiece } from './table-log.ts'
export { TableRecorder } from './table-recorder.ts'
export { type QueueSeries, queueSeries, type SocketSeries, socketSeries } from './table-series.ts'
