import { Op } from '../../syscalls/index.ts'
import { makeCallback } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import type { EventTarget } from '../event-targets.ts'
import { Handle, handleState } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'

/** `internalBinding('signal_wrap')`: `process.on('SIGTERM')`. A signal with a listener loses its default action. */
export function signalBinding(realm: RealmContext): Binding {
  return {
    Signal: class Signal extends SignalHandle {
      constructor() {
        super(realm)
      }
    },
  }
}

class SignalHandle extends Handle {
  readonly #realm: RealmContext
  readonly #target: EventTarget
  #signal = 0

  constructor(realm: RealmContext) {
    super(realm, 'SIGNALWRAP')
    this.#realm = realm
    this.#target = { onEvent: (event) => makeCallback(this, (this as Any).onsignal, event.value) }
    handleState(this).release = () => this.stop()
  }

  start(signal: number): number {
    const targets = this.#realm.loop.targets.ofSignal(signal)
    if (targets.size === 0) {
      const result = this.#realm.kernel.call(Op.sigmask, signal, 1)
      if (result < 0) return result
    }
    targets.add(this.#target)
    this.#signal = signal
    handleState(this).active = true
    return 0
  }

  stop(): number {
    const targets = this.#realm.loop.targets.ofSignal(this.#signal)
    if (targets.delete(this.#target) && targets.size === 0) this.#realm.kernel.post(Op.sigmask, this.#signal, 0)
    this.#signal = 0
    handleState(this).active = false
    return 0
  }
}
