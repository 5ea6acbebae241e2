/**
 * What is known of packets after the fact: the recording of a network, dissection into named fields, the display filter, capture files, ladders. It
 * reads packets and changes none; links call the recorder, and nothing here knows links or hosts.
 */
export { CaptureAnalysis } from './capture-analysis.ts'
export { dissect } from './dissect.ts'
export { type DissectedField, type DissectedLayer, type Dissection, fieldsNamed, fieldValue } from './dissection.ts'
export {
  type CompiledFilter,
  compileFilter,
  FILTER_NAMES,
  FilterError,
  type FilterField,
  findField,
  nearestName,
} from './filter/index.ts'
export { ladderLine } from './ladder.ts'
export type { PacketCause, PacketChange, PacketFate, PacketRecord } from './packet-record.ts'
export { writePcapng } from './pcapng.ts'
export { RECORDER_CAP, Recorder } from './recorder.ts'
export { TcpAnalysis, type TcpMark, type TcpPosition } from './tcp-analysis.ts'
