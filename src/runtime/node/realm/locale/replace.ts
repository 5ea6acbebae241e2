import type { Any } from '../types.ts'

/** Defines a property like the language's own: writable and configurable, but not enumerable. */
export function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: false, writable: true })
}

/** Replaces a method by one with the same name and length. `make` gets the original. */
export function replaceMethod(
  prototype: Any,
  name: string,
  make: (original: Any) => (...parameters: Any[]) => unknown,
) {
  const original = prototype[name]
  if (typeof original !== 'function') return
  const replacement = make(original)
  for (const detail of ['name', 'length'])
    Object.defineProperty(replacement, detail, { value: original[detail], configurable: true })
  define(prototype, name, replacement)
}
