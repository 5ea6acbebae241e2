/**
 * Symbols that V8 hides from programs. As ordinary symbols they would show in `Object.getOwnPropertySymbols` of every URL and
 * event target; so each is an accessor on `Object.prototype` that keeps its values beside the objects, and is never a property of
 * theirs.
 */

/** The symbol of a name: that of an earlier process where the language's objects are shared. */
export function privateSymbol(name: string): symbol {
  return Object.getOwnPropertySymbols(Object.prototype).find(({ description }) => description === name) ?? Symbol(name)
}

/** `prototype`: that of all objects of a global object. */
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
