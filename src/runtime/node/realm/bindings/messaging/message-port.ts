/** node::worker::MessagePort with both ends in one process: a message is copied when it is posted. */
import { AsyncWrap, makeCallback } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import { nativeError } from '../../native-error.ts'
import type { StructuredCloner } from '../../structured-clone/index.ts'
import type { Any, Binding } from '../../types.ts'
import { transferListOf } from './transfer-list.ts'

interface Message {
  value: unknown
  ports: unknown[]
}

/** Data that a port keeps when it is transferred: received messages, and the ports that it is entangled with. */
class PortData {
  readonly queue: Message[] = []
  /** All ends of the channel, including this one. */
  group: Set<PortData>
  owner: PortState | null = null
  /** Whether the other end is gone: this one closes when its messages are read. */
  ends = false

  constructor(group: Set<PortData>) {
    this.group = group
    group.add(this)
  }

  /** Leaves the channel; in a channel with two ends, the other one then ends too. */
  leave(isBroadcast: boolean): void {
    this.group.delete(this)
    if (isBroadcast) return
    for (const other of this.group) {
      other.ends = true
      other.owner?.trigger()
    }
  }
}

type Phase = 'open' | 'closing' | 'detached'

/** State of a port in the event loop. */
class PortState {
  readonly #realm: RealmContext
  readonly #wrap: AsyncWrap
  readonly port: object
  data: PortData
  readonly isBroadcast: boolean
  phase: Phase = 'open'
  receiving = false
  #referenced = true
  #triggered = false

  constructor(realm: RealmContext, port: object, data: PortData, isBroadcast: boolean) {
    this.#realm = realm
    this.#wrap = new AsyncWrap(realm, 'MESSAGEPORT')
    this.port = port
    this.data = data
    this.isBroadcast = isBroadcast
    data.owner = this
    this.referenced = true
  }

  get referenced(): boolean {
    return this.#referenced
  }

  set referenced(referenced: boolean) {
    this.#referenced = referenced
    this.#realm.loop.reference(this.port, referenced && this.phase === 'open')
  }

  /** uv_async_send: reads received messages in the loop's next round. */
  trigger(): void {
    if (this.#triggered || this.phase !== 'open' || !this.#hasWork) return
    this.#triggered = true
    this.#realm.loop.wake(() => {
      this.#triggered = false
      this.#readOne()
      return this.#hasWork && !this.#triggered
    })
  }

  get #hasWork(): boolean {
    if (this.data.queue.length > 0) return this.receiving && this.phase !== 'detached'
    return this.data.ends && this.phase === 'open'
  }

  #readOne(): void {
    if (!this.#hasWork) return
    const message = this.data.queue.shift()
    if (message === undefined) this.close()
    else this.emit(message)
  }

  emit({ value, ports }: Message): void {
    const { emitMessage } = this.#realm
    makeCallback(this.#wrap, () => emitMessage.call(this.port, value, ports, 'message'))
  }

  close(): void {
    if (this.phase !== 'open') return
    this.phase = 'closing'
    this.#realm.loop.reference(this.port, false)
    this.#realm.loop.deferClose(() => {
      this.phase = 'detached'
      this.data.leave(this.isBroadcast)
      makeCallback(this.#wrap, () => (this.port as Any)[this.#realm.symbols.handle_onclose!]?.())
    })
  }

  /** Closes this port and returns its data for the port that replaces it. */
  detach(): PortData {
    this.data.owner = null
    this.close()
    const { data } = this
    this.data = new PortData(new Set())
    return data
  }
}

/** Makes the class; the library changes its prototype, so each realm has its own. */
export function messagePorts(realm: RealmContext, cloner: StructuredCloner): Binding {
  const states = new WeakMap<object, PortState>()
  let making: { data: PortData; isBroadcast: boolean } | null = null

  class MessagePort {
    constructor() {
      if (making === null) throw nativeError(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called')
      const { data, isBroadcast } = making
      making = null
      states.set(this, new PortState(realm, this, data, isBroadcast))
      ;(this as Any)[realm.symbols.oninit!]?.()
    }

    postMessage(...given: unknown[]): boolean | undefined {
      if (given.length === 0)
        throw nativeError(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage')
      const state = states.get(this)
      const message = cloner.clone(given[0], transferListOf(given[1]), this)
      if (state?.phase !== 'open') return undefined
      for (const other of state.data.group) {
        if (other === state.data) continue
        other.queue.push(state.isBroadcast ? { ...cloner.clone(given[0], []) } : message)
        other.owner?.trigger()
      }
      return true
    }

    start(): void {
      const state = states.get(this)
      if (state?.phase !== 'open') return
      state.receiving = true
      state.trigger()
    }

    ref(): void {
      const state = states.get(this)
      if (state) state.referenced = true
    }

    unref(): void {
      const state = states.get(this)
      if (state) state.referenced = false
    }

    /** Returns undefined for a port that is closed or has been transferred. */
    hasRef(): boolean | undefined {
      const state = states.get(this)
      if (!state) throw nativeError(TypeError, 'ERR_INVALID_THIS', 'Illegal invocation')
      return state.phase === 'detached' ? undefined : state.referenced
    }

    close(): void {
      states.get(this)?.close()
    }
  }

  const makePort = (data: PortData, isBroadcast = false): MessagePort => {
    realm.require('internal/worker/io')
    making = { data, isBroadcast }
    return new MessagePort()
  }

  class MessageChannel {
    port1: MessagePort
    port2: MessagePort
    constructor() {
      const group = new Set<PortData>()
      this.port1 = makePort(new PortData(group))
      this.port2 = makePort(new PortData(group))
    }
  }

  const broadcasts = new Map<string, Set<PortData>>()
  return {
    MessagePort,
    MessageChannel,
    broadcastChannel(name: string) {
      const group = broadcasts.get(name) ?? new Set()
      broadcasts.set(name, group)
      return makePort(new PortData(group), true)
    },
    receive(port: object) {
      const state = typeof port === 'object' && port !== null ? states.get(port) : undefined
      if (!state)
        throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance')
      const message = state.phase === 'open' ? state.data.queue.shift() : undefined
      return message === undefined ? realm.symbols.no_message_symbol : message.value
    },
    stop(port: object) {
      const state = states.get(port)
      if (state) state.receiving = false
    },
    drain(port: object) {
      const state = states.get(port)
      for (let message = state?.data.queue.shift(); message; message = state?.data.queue.shift()) state!.emit(message)
    },
    /** Returns null if it isn't a port, false if it is closed or transferred, otherwise a function that makes the new port. */
    transferPort(port: object) {
      const state = states.get(port)
      if (!state) return null
      if (state.phase !== 'open') return false
      return () => makePort(state.detach())
    },
  }
}
