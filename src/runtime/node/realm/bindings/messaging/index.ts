/** `internalBinding('messaging')`: `structuredClone`, message channels and broadcast channels, all within one process. */
import type { RealmContext } from '../../context.ts'
import { structuredCloner } from '../../structured-clone/index.ts'
import type { Any, Binding } from '../../types.ts'
import { defineLazily } from '../util.ts'
import { messagePorts } from './message-port.ts'

export function messagingBinding(realm: RealmContext): Binding {
  const cloner = structuredCloner(realm)
  const { MessagePort, MessageChannel, broadcastChannel, receive, stop, drain, transferPort } = messagePorts(
    realm,
    cloner,
  )
  cloner.transferPort = transferPort
  return {
    MessageChannel,
    MessagePort,
    broadcastChannel,
    get DOMException() {
      return realm.DOMException
    },
    structuredClone: (value: unknown, options: { transfer?: object[] }) =>
      cloner.clone(value, options?.transfer ?? []).value,
    exposeLazyDOMExceptionProperty(target: object) {
      defineLazily(target, 'DOMException', false, () => realm.DOMException)
    },
    setDeserializerCreateObjectFunction(create: (info: string) => Any) {
      cloner.createObject = create
    },
    stopMessagePort: stop,
    drainMessagePort: drain,
    receiveMessageOnPort: receive,
    moveMessagePortToContext: (port: unknown) => port,
  }
}
