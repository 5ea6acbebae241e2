import type { KernelProcess } from '../../node/index.ts'
import type { ProgramChannel } from '../backend/index.ts'
import { LinuxProcess } from './linux-process.ts'

/** The channel to a program over its descriptor 3, which it inherits through the jail. */
export class DescriptorChannel implements ProgramChannel {
  readonly address = 'fd:3'
  onBytes: ((bytes: Uint8Array) => void) | null = null
  #process: LinuxProcess | null = null

  attach(process: KernelProcess): void {
    if (!(process instanceof LinuxProcess)) throw new TypeError('a descriptor channel belongs to a process on Linux')
    this.#process = process
    process.channel.on('data', (bytes: Buffer) => {
      this.onBytes?.(bytes)
      process.onChange?.()
    })
  }

  write(bytes: Uint8Array): void {
    this.#process?.channel.write(bytes)
  }
}
