/**
 * Capture files: writes pcapng, and reads pcap and pcapng from any software. It converts between bytes and packets;
 * dissection is done elsewhere.
 */
export {
  type CaptureFile,
  CaptureFileError,
  type FileInterface,
  type FileOption,
  type FilePacket,
} from './capture-file.ts'
export { isKnownLinkType, linkTypeName } from './link-layer.ts'
export type { PcapngOptions } from './pcapng-blocks.ts'
export { PcapngStream, type PcapngStreamOptions } from './pcapng-stream.ts'
export { readCaptureFile, recordsOf } from './read-capture-file.ts'
export { utf8Text } from './utf8.ts'
export { writePcapng } from './write-pcapng.ts'
