/** The language of packetdrill scripts: text to data, with messages that name the place. Nothing here knows how a script is run. */
export { ECN_WORDS, FLAG_LETTERS } from './parse-packet.ts'
export { parseScript } from './parse-script.ts'
export type {
  Action,
  CallAction,
  CallResult,
  CodeAction,
  CommandAction,
  EventTime,
  Expression,
  IcmpPattern,
  IpWishes,
  PacketAction,
  Script,
  ScriptEvent,
  ScriptOption,
  StructField,
  TcpPattern,
  UdpPattern,
} from './script.ts'
export { NeedsError, ScriptError } from './script-error.ts'
export { type IpVersion, type Matching, type Personality, type RunSettings, readSettings } from './settings.ts'
