import type { KernelProcess } from '#node'
import type { ProgramChannel } from '../backend/index.ts'
import { LinuxProcess } from './linux-process.ts'

/** The channel to a program over two descriptors that it inherits through the jail: it reads from one and writes to the other. */
export class DescriptorChannel implements ProgramChannel {
  readonly address = 'fd:3,4'
  onBytes: ((bytes: Uint8Array) => void) | null = null
  #process: LinuxProcess | null = null

  attach(process: KernelProcess): void {
    if (!(process instanceof LinuxProcess)) throw new TypeError('a descriptor channel belongs to a process on Linux')
    this.#process = process
    process.pipes.fromChannel.on('data', (bytes: Buffer) => {
      this.onBytes?.(bytes)
      process.onChange?.()
    })
  }

  write(bytes: Uint8Array): void {
    this.#process?.pipes.toChannel.write(bytes)
  }
}
