/** The module that the package brings, in Base64: the build puts it in this place (`platform/vm/realm-script.ts`). */
declare module 'zstd-wasm/webassembly' {
  const base64: string
  export default base64
}
