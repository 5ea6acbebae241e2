// AbortController and AbortSignal: reasons, any, timeout, listeners, throwIfAborted, inspection.
import { setTimeout as wait } from 'node:timers/promises'
const controller = new AbortController()
controller.signal.onabort = (event) => console.log('onabort', event.type, event.isTrusted)
controller.signal.addEventListener('abort', () => console.log('listener'), { once: true })
console.log(controller, controller.signal.aborted, controller.signal.reason)
controller.abort()
controller.abort('again')
console.log(controller.signal.reason.name, controller.signal.reason.code, controller.signal.reason.message, controller.signal)
try { controller.signal.throwIfAborted() } catch (error) { console.log(error === controller.signal.reason) }
const [a, b] = [new AbortController(), new AbortController()]
const any = AbortSignal.any([a.signal, b.signal])
any.addEventListener('abort', () => console.log('any', any.reason))
b.abort('b first'); a.abort('a later')
console.log(AbortSignal.any([a.signal, AbortSignal.abort('x')]).reason, AbortSignal.any([]).aborted)
const timeout = AbortSignal.timeout(100)
await wait(5); console.log(timeout.aborted)
await wait(120); console.log(timeout.aborted, timeout.reason.name, timeout.reason.code, timeout.reason.message)
const work = (signal) => new Promise((resolve, reject) => { signal.addEventListener('abort', () => reject(signal.reason)) })
const third = new AbortController()
setImmediate(() => third.abort(new Error('own reason')))
await work(third.signal).catch((error) => console.log(error.message))
for (const call of [() => new AbortSignal(), () => AbortSignal.any(5), () => AbortSignal.timeout('x'), () => AbortController.prototype.abort.call({})]) try { call() } catch (error) { console.log(error.name, error.code, error.message) }
