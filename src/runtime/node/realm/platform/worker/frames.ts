import type { FRAME_FUNCTIONS } from '../../../modules/compiler/index.ts'
import { type FrameCarrier, plainCarrier } from '../../continuation-frame.ts'
import { replaceMethod } from '../../locale/index.ts'
import type { Any } from '../../types.ts'

/** A frame kept during an `await`. */
interface Held {
  readonly frame: unknown
  readonly value: unknown
  settled: boolean
  resume(result: unknown): unknown
}

/** Functions that the compiled text of a process's async functions calls (`modules/frame-code.ts`), over the process's own frame. */
export type FrameFunctions = Record<keyof typeof FRAME_FUNCTIONS, (...parameters: Any[]) => unknown>

export function frameFunctions(carrier: FrameCarrier): FrameFunctions {
  const settle = (held: Held): void => {
    held.settled = true
    carrier.set(held.frame)
  }
  return {
    hold(value: unknown): Held {
      const held: Held = {
        frame: carrier.get(),
        value,
        settled: false,
        resume(result) {
          settle(held)
          return result
        },
      }
      return held
    },
    resume(result: unknown, held: Held) {
      settle(held)
      return result
    },
    /** Called on an exception; it came from the awaited promise unless that has settled otherwise. */
    caught(held: Held | undefined) {
      if (held && !held.settled) settle(held)
    },
  }
}

/**
 * A carrier for each process, and one `then` for all of them, whose callbacks keep the caller's frame. The method is replaced when the first
 * program uses a frame; engines are faster with their own.
 */
export class WorkerFrames {
  #running: FrameCarrier | null = null
  #isInstalled = false

  /** Switches to the process with this carrier. */
  become(carrier: FrameCarrier): void {
    this.#running = carrier
  }

  /** Restores the engine's own `then`; no process is running. */
  forget(): void {
    this.#running = null
    this.#isInstalled = false
  }

  createCarrier(): FrameCarrier {
    const { get, set } = plainCarrier()
    return {
      get,
      set: (frame) => {
        if (!this.#isInstalled) this.#install()
        set(frame)
      },
    }
  }

  #install(): void {
    this.#isInstalled = true
    replaceMethod(Promise.prototype, 'then', (original) => {
      const keeping = (callback: Any) => {
        const carrier = this.#running
        if (typeof callback !== 'function' || carrier === null) return callback
        const frame = carrier.get()
        return (result: unknown) => {
          carrier.set(frame)
          return callback(result)
        }
      }
      return function keepingFrame(this: unknown, fulfilled: unknown, rejected: unknown) {
        return Reflect.apply(original, this, [keeping(fulfilled), keeping(rejected)])
      }
    })
  }
}
