import type { Platform } from '../../types.ts'

type Unhandled = Parameters<Platform['onRejection']>[0]
type Handled = Parameters<Platform['onRejection']>[1]

interface Watcher {
  /** One for each of its global objects. Weak, so that a realm that has ended, whose promises can't reject any more, can be collected. */
  prototypes: WeakRef<object>[]
  unhandled: Unhandled
  handled: Handled
}

const watchers = new Set<Watcher>()
const isPrototype = Object.prototype.isPrototypeOf
let intercepted = false

/**
 * Node reports rejected promises of every context to this process. Those of a realm, recognized by their prototype, are reported to
 * that realm only.
 */
export function watchRejections(RealmPromise: PromiseConstructor): {
  onRejection: Platform['onRejection']
  /** Also watches promises of another global object of the realm. */
  include(Other: PromiseConstructor): void
  stop(): void
} {
  const ignore = () => {}
  const watcher: Watcher = { prototypes: [new WeakRef(RealmPromise.prototype)], unhandled: ignore, handled: ignore }
  watchers.add(watcher)
  intercept()
  return {
    onRejection(unhandled, handled) {
      watcher.unhandled = unhandled
      watcher.handled = handled
    },
    include(Other) {
      watcher.prototypes.push(new WeakRef(Other.prototype))
    },
    stop() {
      watcher.unhandled = watcher.handled = ignore
    },
  }
}

function intercept(): void {
  if (intercepted) return
  intercepted = true
  const original = process.emit
  process.emit = function (this: NodeJS.Process, ...event: unknown[]): boolean {
    const [name, first, second] = event
    if (name === 'unhandledRejection') {
      const watcher = ownerOf(second)
      if (watcher) {
        watcher.unhandled(second as Promise<unknown>, first)
        return true
      }
    } else if (name === 'rejectionHandled') {
      const watcher = ownerOf(first)
      if (watcher) {
        watcher.handled(first as Promise<unknown>)
        return true
      }
    }
    return (original as (...event: unknown[]) => boolean).apply(this, event)
  } as typeof process.emit
}

function ownerOf(promise: unknown): Watcher | null {
  for (const watcher of watchers) {
    const prototypes = watcher.prototypes.map((reference) => reference.deref())
    if (prototypes[0] === undefined) watchers.delete(watcher)
    else if (prototypes.some((prototype) => prototype && isPrototype.call(prototype, promise as object))) return watcher
  }
  return null
}
