import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const controller = new AbortController()
const { signal } = controller
console.log(controller, signal)
signal.addEventListener('abort', (event) => console.log('listener', event.type, event.target === signal, event.isTrusted))
signal.onabort = () => console.log('onabort')
const any = AbortSignal.any([signal, AbortSignal.timeout(10_000)])
any.addEventListener('abort', () => console.log('any', any.reason === signal.reason))
controller.abort()
controller.abort('again')
console.log(signal.aborted, signal.reason.name, signal.reason.code, signal.reason.message)
try {
  signal.throwIfAborted()
} catch (error) {
  console.log(error === signal.reason)
}
const timeout = AbortSignal.timeout(5)
await once(timeout, 'abort')
console.log(timeout.reason.name, timeout.reason.message, timeout.reason.code)
await sleep(1000, null, { signal: AbortSignal.timeout(5) }).catch(({ name, code, cause }) => console.log(name, code, cause.name))
console.log(AbortSignal.abort('why').reason, AbortSignal.any([]).aborted)
for (const make of [() => new AbortSignal(), () => AbortSignal.timeout(-1), () => AbortSignal.any([1])])
  try {
    make()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
