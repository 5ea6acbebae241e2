import type { ModuleObject } from './module-class.ts'
import type { ProcessServices } from './process-services.ts'
import type { RealmGlobals } from './types.ts'

/** Exports of modules that wait for their importer: reading a missing property gives a warning, as in Node. */
export class CircularExports {
  readonly #plain: object
  readonly #warning: object
  readonly #services: ProcessServices

  constructor({ Object: { prototype } }: RealmGlobals, services: ProcessServices) {
    this.#services = services
    this.#plain = prototype
    const isKnown = (name: PropertyKey) => name in prototype || name === '__esModule'
    const warn = (name: PropertyKey) => void (isKnown(name) || services.warnOfCycle?.(String(name)))
    this.#warning = new Proxy(Object.create(prototype), {
      get(target, name) {
        warn(name)
        return target[name]
      },
      getOwnPropertyDescriptor(_target, name) {
        warn(name)
        return undefined
      },
    })
  }

  /** The exports of a module that has not ended. */
  unfinished({ exports }: ModuleObject): unknown {
    if (this.#has(exports, this.#plain) && !exports.__esModule) Object.setPrototypeOf(exports, this.#warning)
    return exports
  }

  finished({ exports }: ModuleObject): void {
    if (this.#has(exports, this.#warning)) Object.setPrototypeOf(exports, this.#plain)
  }

  #has(exports: unknown, prototype: object): exports is { __esModule?: unknown } {
    // A proxy would notice.
    if (typeof exports !== 'object' || exports === null || this.#services.isProxy?.(exports)) return false
    return Object.getPrototypeOf(exports) === prototype
  }
}
