import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseMachineBusyMs } from '../proc/index.ts'

/**
 * Other load of the machine while a world runs on real time. A world's own threads know how long they waited for a
 * processor, but not how late the kernel threads were that carry packets, nor what a hypervisor took away: on a busy
 * machine, one failure proves little.
 */
export class MachineShare {
  readonly #ownCpuMs: () => number
  readonly #start: { at: number; busy: number; own: number }

  /** `ownCpuMs`: processor time that this world's programs have used, ended ones too. */
  constructor(ownCpuMs: () => number) {
    this.#ownCpuMs = ownCpuMs
    this.#start = this.#look()
  }

  /** Of all processors since the beginning, from 0 to 1. */
  ofOthers(): number {
    const now = this.#look()
    const capacity = (now.at - this.#start.at) * availableParallelism()
    const used = now.busy - this.#start.busy - (now.own - this.#start.own)
    return capacity <= 0 ? 0 : Math.min(1, Math.max(0, used / capacity))
  }

  #look() {
    const { user, system } = process.cpuUsage()
    return {
      at: performance.now(),
      busy: parseMachineBusyMs(readFileSync('/proc/stat', 'utf8')),
      own: (user + system) / 1e3 + this.#ownCpuMs(),
    }
  }
}
