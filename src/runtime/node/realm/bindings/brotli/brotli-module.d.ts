/** The package's WebAssembly module as Base64, inserted by the build (`platform/vm/realm-script.ts`). */
declare module 'brotli-wasm/webassembly' {
  const base64: string
  export default base64
}
