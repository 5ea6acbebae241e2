/**
 * Packetdrill scripts (Cardwell et al., USENIX ATC 2013): `language/` reads them, `run/` goes through them event by event, `system/` is what
 * they drive: the simulated stack in virtual time, or whatever else implements `System`. Imports the network floor alone; files, real kernels
 * and the command line are elsewhere.
 */
export {
  type IpVersion,
  type Matching,
  NeedsError,
  type Personality,
  parseScript,
  type RunSettings,
  type Script,
  ScriptError,
} from './language/index.ts'
export { type OpenSystem, runScript, type ScriptResult } from './run/index.ts'
export {
  type KernelSockets,
  LINUX_NUMBERS,
  namedInformation,
  openSimulatedSystem,
  type SentPacket,
  type System,
} from './system/index.ts'
