import type { ClientMessage, LabPort, ServerMessage } from '../protocol.ts'
import { afterMicrotasks } from './macrotask.ts'

type Message = ClientMessage | ServerMessage

/**
 * Two ports in one thread. Messages are passed without a copy, each in a later microtask: neither end runs inside the
 * other.
 */
export function inProcessPorts(): [LabPort, LabPort] {
  const a: LabPort = { post: (message) => queueMicrotask(() => b.onMessage?.(message)), onMessage: null }
  const b: LabPort = { post: (message) => queueMicrotask(() => a.onMessage?.(message)), onMessage: null }
  return [a, b]
}

/** Common interface of a page's and `node:worker_threads`' `MessagePort` and `Worker`. */
export interface MessageEndpoint {
  postMessage(message: unknown): void
  addEventListener?(type: 'message', listener: (event: Event) => void): void
  on?(type: 'message', listener: (message: unknown) => void): unknown
  start?(): void
  close?(): void
}

/** A port over a MessagePort, a Worker, or a worker's own `parentPort`. Messages before `onMessage` is set are kept. */
export function messagePort(endpoint: MessageEndpoint): LabPort {
  let handler: LabPort['onMessage'] = null
  const early: Message[] = []
  const receive = (message: unknown) => {
    if (handler) handler(message as Message)
    else early.push(message as Message)
  }
  if (endpoint.on) endpoint.on('message', receive)
  else endpoint.addEventListener?.('message', (event) => receive((event as MessageEvent).data))
  endpoint.start?.()
  return {
    post: (message) => endpoint.postMessage(message),
    get onMessage() {
      return handler
    },
    set onMessage(next) {
      handler = next
      if (next && early.length > 0)
        afterMicrotasks(() => {
          for (const message of early.splice(0)) next(message)
        })
    },
    close: () => endpoint.close?.(),
  }
}
