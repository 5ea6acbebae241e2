/**
 * Analysis of recorded packets: a network's recorder, dissection into named fields, the display filter, capture files,
 * ladders. It reads packets and changes none; links call the recorder, and nothing here depends on links or hosts.
 */

export { TCP_MARKS, TcpAnalysis, type TcpMark, type TcpPosition } from './analysis/index.ts'
export { CaptureAnalysis } from './capture-analysis.ts'
export { type ClientSide, capturedPackets, clientSides } from './clients/index.ts'
export {
  type ByteSource,
  type DissectedField,
  type DissectedLayer,
  type Dissection,
  dissect,
  type FrameInfo,
  fieldsNamed,
  fieldValue,
} from './dissection/index.ts'
export {
  type CaptureFile,
  CaptureFileError,
  type FileInterface,
  type FileOption,
  type FilePacket,
  isKnownLinkType,
  linkTypeName,
  type PcapngOptions,
  PcapngStream,
  type PcapngStreamOptions,
  readCaptureFile,
  recordsOf,
  writePcapng,
} from './files/index.ts'
export {
  type CompiledFilter,
  compileFilter,
  completeFilter,
  FILTER_NAMES,
  type FilterCompletion,
  type FilterCompletions,
  FilterError,
  type FilterField,
  findField,
  nearestName,
} from './filter/index.ts'
export { type LadderRow, ladderRow, ladderText, talkers } from './ladder.ts'
export type {
  ArrivalCause,
  CallCause,
  HostTimer,
  PacketCause,
  PacketChange,
  PacketFate,
  PacketRecord,
  TimerCause,
} from './packet-record.ts'
export { RECORDER_CAP, Recorder, type Sending } from './recorder.ts'
export { downsample, type Series, type SeriesUnit, SeriesWriter } from './series.ts'
export {
  type FollowedStream,
  followStream,
  type StreamTurn,
  streamHex,
  streamText,
} from './streams/index.ts'
export { packetsAt, type TappedPacket } from './tap.ts'
export { type TcpSeries, tcpSeries } from './tcp-series.ts'
