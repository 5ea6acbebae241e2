/**
 * Symbols that V8 hides from programs. As ordinary symbols they would show in `Object.getOwnPropertySymbols` of every URL and
 * event target; so each is an accessor on `Object.prototype` that stores its values outside of the objects and never becomes their
 * own property.
 */

/** Returns the symbol of a name: where processes share the language's objects, that of an earlier process. */
export function privateSymbol(name: string): symbol {
  return Object.getOwnPropertySymbols(Object.prototype).find(({ description }) => description === name) ?? Symbol(name)
}

/** Defines the accessors. `prototype`: the root prototype of a global object's objects. */
export function hideSymbols(symbols: readonly symbol[], prototype: object = Object.prototype): void {
  for (const symbol of symbols) {
    if (Object.hasOwn(prototype, symbol)) continue
    const values = new WeakMap<object, unknown>()
    Object.defineProperty(prototype, symbol, {
      configurable: false,
      enumerable: false,
      get() {
        return values.get(this)
      },
      set(value: unknown) {
        values.set(this, value)
      },
    })
  }
}
