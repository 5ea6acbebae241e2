/**
 * Capture files: writing pcapng, and reading pcap and pcapng that anybody wrote. Bytes in, packets out; what the packets mean is read elsewhere.
 */
export {
  type CaptureFile,
  CaptureFileError,
  type FileInterface,
  type FileOption,
  type FilePacket,
} from './capture-file.ts'
export { readCaptureFile, recordsOf } from './read-capture-file.ts'
export { utf8Text } from './utf8.ts'
export { type PcapngOptions, writePcapng } from './write-pcapng.ts'
