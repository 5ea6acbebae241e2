import type { RealmContext } from '../context.ts'
import { structuredCloner } from '../structured-clone.ts'
import type { Any, Binding } from '../types.ts'
import { defineLazily } from './util.ts'

/** `internalBinding('messaging')`: `structuredClone` and message channels within one process. */
export function messagingBinding(realm: RealmContext): Binding {
  const clone = structuredCloner(realm)
  const { MessagePort, MessageChannel } = messagePorts(realm, clone)
  return {
    MessageChannel,
    MessagePort,
    get DOMException() {
      return realm.DOMException
    },
    structuredClone: (value: unknown, options: { transfer?: object[] }) => clone(value, options?.transfer ?? []),
    exposeLazyDOMExceptionProperty(target: object) {
      defineLazily(target, 'DOMException', false, () => realm.DOMException)
    },
    setDeserializerCreateObjectFunction() {},
    stopMessagePort: (port: Any) => port.stop(),
    drainMessagePort() {},
    receiveMessageOnPort: () => undefined,
    moveMessagePortToContext: (port: unknown) => port,
    broadcastChannel(): never {
      throw new Error('BroadcastChannel is not supported here yet')
    },
  }
}

type Clone = (value: unknown, transfer: object[]) => unknown

/** The library changes the prototype of the class it is given, so each realm makes its own. */
function messagePorts(realm: RealmContext, clone: Clone): Binding {
  const peers = new WeakMap<object, Any>()
  const closed = new WeakSet<object>()
  const deliver = (port: Any, data: unknown, type: string) =>
    realm.loop.defer(() => {
      if (!closed.has(port)) realm.emitMessage.call(port, data, [], type)
    })
  class MessagePort {
    postMessage(value: unknown, options?: object[] | { transfer?: object[] }) {
      const peer = peers.get(this)
      const transfer = Array.isArray(options) ? options : (options?.transfer ?? [])
      if (peer) deliver(peer, clone(value, transfer), 'message')
    }
    start() {}
    stop() {}
    drain() {}
    ref() {}
    unref() {}
    hasRef() {
      return false
    }
    close(callback?: () => void) {
      for (const port of [this, peers.get(this)]) {
        if (!port || closed.has(port)) continue
        closed.add(port)
        realm.loop.deferClose(() => (port as Any)[realm.symbols.handle_onclose!]?.())
      }
      if (callback) realm.loop.deferClose(callback)
    }
  }
  class MessageChannel {
    port1: MessagePort
    port2: MessagePort
    constructor() {
      realm.require('internal/worker/io')
      this.port1 = new MessagePort()
      this.port2 = new MessagePort()
      peers.set(this.port1, this.port2)
      peers.set(this.port2, this.port1)
      for (const port of [this.port1, this.port2] as Any[]) port[realm.symbols.oninit!]?.()
    }
  }
  return { MessagePort, MessageChannel }
}
