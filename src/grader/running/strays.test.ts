import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { Strays } from './strays.ts'

const page = () => {
  const target = new EventTarget()
  const reject = (reason: unknown) => {
    const event = Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason })
    target.dispatchEvent(event)
    return event.defaultPrevented
  }
  const host = {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  }
  return { host: host as unknown as ConstructorParameters<typeof Strays>[0], reject }
}

const thrown = (strays: Strays) =>
  strays.check().then(
    () => 'nothing',
    (reason: unknown) => reason,
  )

describe('promises that nobody listens to', () => {
  test('are told by a process of Node', async () => {
    const process = new EventEmitter()
    const strays = new Strays({ process })
    expect(await thrown(strays)).toBe('nothing')
    process.emit('unhandledRejection', 'lost')
    process.emit('unhandledRejection', 'later')
    expect(await thrown(strays)).toBe('lost')
    strays.stop()
    expect(process.listenerCount('unhandledRejection')).toBe(0)
  })

  test('are told by a page, which then doesn’t report them itself', async () => {
    const { host, reject } = page()
    const strays = new Strays(host)
    expect(reject('lost')).toBe(true)
    expect(await thrown(strays)).toBe('lost')
    strays.stop()
    expect(reject('afterwards')).toBe(false)
  })
})
