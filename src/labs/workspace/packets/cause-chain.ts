import { causeBefore } from '../../recording/index.ts'
import type { Workspace } from '../workspace.ts'

/** Walks from the selected packet to what caused it, and back the same way. */
export class CauseChain {
  readonly #workspace: Workspace
  /** Packets that were left on the way, the last one nearest. */
  #left: { from: number; to: number }[] = []

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** Selects the packet before in the chain; undefined where there is none. */
  get back(): (() => void) | undefined {
    const { selectedPacket, shown, links } = this.#workspace
    const packet = selectedPacket.value
    if (!packet || !shown.value || shown.value.source === 'file') return undefined
    const to = links.rowOf(causeBefore(packet, shown.value.recording), shown.value)
    if (to === null || to === packet.number) return undefined
    return () => {
      this.#left.push({ from: packet.number, to })
      this.#workspace.select(to)
    }
  }

  /** Selects the packet from which the selected one was reached. */
  get forth(): (() => void) | undefined {
    const last = this.#left.at(-1)
    // Another packet was selected in the meantime: this path is not its own.
    if (!last || last.to !== this.#workspace.selectedPacket.value?.number) return undefined
    return () => {
      this.#left.pop()
      this.#workspace.select(last.from)
    }
  }
}
