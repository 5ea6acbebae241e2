/**
 * Lab for what runs under Node: topologies and the load driver from disk, process starters, and a world opened in one call.
 * Nothing that reaches a page imports this folder.
 */
export { loadDriverFiles } from './load-driver-files.ts'
export {
  CannotPublish,
  DEFAULT_MEMORY_MIB,
  type FolderMount,
  type LabInThread,
  type OpenLabInThreadOptions,
  openLabInThread,
  type PublishOptions,
} from './open-lab-in-thread.ts'
export { type OpenSimulatedLabOptions, openSimulatedLab } from './open-simulated-lab.ts'
export { childProcesses, sameThread } from './starters.ts'
export { StreamedCapture } from './streamed-capture.ts'
export { findTopology, type TopologyFile } from './topologies.ts'
