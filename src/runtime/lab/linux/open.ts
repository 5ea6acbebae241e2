import type { NetworkDescription } from '#network'
import type { Files } from '../api/index.ts'
import { openEngine } from '../backend/index.ts'
import type { LabBackend, OpenBackendOptions } from '../protocol.ts'
import type { ProgramLauncher } from './linux-process.ts'
import { LinuxWorld } from './linux-world.ts'

export interface OpenLinuxOptions extends Omit<OpenBackendOptions, 'params'> {
  description: NetworkDescription
  /** How programs are started in their namespaces. */
  launcher: ProgramLauncher
  /** Files of the driver that serves `load`, by absolute path, its entry first. */
  loadDriver?: Files
}

const DEFAULT_OUTPUT_BYTES = 1 << 20

/** Opens a world of real kernels. Needs root on Linux. */
export function openLinuxBackend(options: OpenLinuxOptions): LabBackend {
  const { description, seed, launcher } = options
  const { rawSockets = true, output, written } = options.limits ?? {}
  const outputs = { outputBytes: output ?? DEFAULT_OUTPUT_BYTES, writtenBytes: written ?? Number.POSITIVE_INFINITY }
  return openEngine(new LinuxWorld({ description, seed, launcher, rawSockets, ...outputs }), options)
}
