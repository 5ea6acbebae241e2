import type { OpenWorld } from '#grader/surprise/index.ts'
import { connectLab } from '#lab'
import type { PortProtocols } from '#network'
import { strings } from '#strings'
import { Recording } from '../recording/index.ts'
import { type Sandbox, SandboxPool } from '../sandbox/index.ts'

/** A world of a scenario in a frame of its own. */
export interface PlayedWorld {
  recording: Recording
  /** Resolves when everything that happened so far is in the recording. */
  caughtUp: () => Promise<void>
}

/** Opens worlds for an investigation, one frame each. */
export class WorldOpener {
  readonly #pool = new SandboxPool()
  readonly #ports: PortProtocols
  readonly #onOpen: (world: PlayedWorld) => void
  readonly #open = new Set<Sandbox>()
  /** Rejects when a world is gone: whatever waits for its answer would wait forever. */
  readonly trouble: Promise<never>
  #fail: (error: Error) => void = () => {}

  constructor(ports: PortProtocols, onOpen: (world: PlayedWorld) => void) {
    this.#ports = ports
    this.#onOpen = onOpen
    this.trouble = new Promise((_resolve, reject) => {
      this.#fail = reject
    })
    this.trouble.catch(() => {})
  }

  readonly open: OpenWorld = async (start) => {
    const sandbox = await this.#pool.take()
    this.#open.add(sandbox)
    const recording = new Recording({ ports: this.#ports })
    sandbox.watch({
      records: (_world, records) => recording.add(records),
      truncated: (_world, at) => recording.truncate(at),
      stuck: () => {},
      again: () => {},
      gone: () => this.#fail(new Error(strings.trouble.memoryTitle)),
      failed: (message) => this.#fail(new Error(message)),
    })
    this.#onOpen({ recording, caughtUp: () => sandbox.caughtUp() })
    const lab = await connectLab(sandbox.openWorld('surprise', start))
    // For the repair, or for the next attempt at one.
    this.#pool.prepare()
    return {
      lab,
      close: async () => {
        // The page goes on showing its recording.
        await sandbox.caughtUp()
        this.#remove(sandbox)
      },
    }
  }

  /** Ends every world. */
  close(): void {
    for (const sandbox of this.#open) this.#remove(sandbox)
  }

  #remove(sandbox: Sandbox): void {
    this.#open.delete(sandbox)
    sandbox.close()
  }
}
