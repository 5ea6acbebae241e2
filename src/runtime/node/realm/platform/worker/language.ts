/** Global names of ECMAScript, and WebAssembly: a program's globals before Node adds its own. */
export const LANGUAGE: readonly string[] = `
AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack
Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator
JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol
SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI
decodeURIComponent encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt undefined unescape
`
  .trim()
  .split(/\s+/)

/** Namespaces that a process changes: each gets a copy of its own. */
export const COPIED: ReadonlySet<string> = new Set(['Atomics', 'Math', 'Reflect', 'JSON', 'Intl', 'WebAssembly'])

/** Adds well-known symbols that Node's library takes for granted, where the engine has none (Safari knows no `using`). */
export function completeLanguage({ Symbol: Symbols }: { Symbol: SymbolConstructor }): void {
  for (const name of ['dispose', 'asyncDispose'])
    if (!(name in Symbols)) Object.defineProperty(Symbols, name, { value: Symbols(`Symbol.${name}`) })
}
