const target = new EventTarget()
const listener = { handleEvent: (event) => console.log('object', event.type, event.eventPhase, event.cancelable) }
target.addEventListener('a', listener)
target.addEventListener('a', listener)
target.addEventListener('a', (event) => event.preventDefault(), { once: true })
target.addEventListener('a', (event) => event.stopImmediatePropagation(), { signal: AbortSignal.abort() })
console.log(target.dispatchEvent(new Event('a', { cancelable: true })), target.dispatchEvent(new Event('a', { cancelable: true })))
target.removeEventListener('a', listener)
console.log(target.dispatchEvent(new CustomEvent('a', { detail: { x: 1 } })), new CustomEvent('c', { detail: 1 }).detail)
const message = new MessageEvent('message', { data: [1], origin: 'here', lastEventId: '7' })
console.log(message.data, message.origin, message.lastEventId, message.ports, message.source)
const close = new CloseEvent('close', { wasClean: true, code: 1000, reason: 'r' })
console.log(close.wasClean, close.code, close.reason, close instanceof Event)
console.log(target, new DOMException('m', 'AbortError').code, new DOMException('m', 'AbortError') instanceof Error)
for (const make of [() => new Event(), () => target.dispatchEvent({}), () => target.addEventListener('x', 1), () => new MessageEvent()])
  try {
    make()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
