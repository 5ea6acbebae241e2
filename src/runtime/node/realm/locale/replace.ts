import type { Any } from '../types.ts'

/** A property as the language's own are: found, changed and deleted, but not listed. */
export function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: false, writable: true })
}

/** Puts a method in the place of another of the same name and length. `make` is given the one that it replaces. */
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
