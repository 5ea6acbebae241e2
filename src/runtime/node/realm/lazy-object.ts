import type { Any } from './types.ts'

// Captured before a program can change them.
const { assign, freeze, keys } = Object
const traps = { ...(Object.getOwnPropertyDescriptors(Reflect) as Any) }

/** Returns a frozen object with the properties of `make`'s result; `make` is called when something first touches the object. */
export function lazyObject(make: () => object): object {
  let isMade = false
  const handler: Any = {}
  for (const trap of keys(traps)) {
    const { value: reflect } = traps[trap]
    handler[trap] = (target: object, ...parameters: Any[]) => {
      if (!isMade) freeze(assign(target, make()))
      isMade = true
      return reflect(target, ...parameters)
    }
  }
  return new Proxy({}, handler)
}
