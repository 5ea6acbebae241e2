import { encodeBase64 } from '../encodings.ts'

/** Captured before a program can change it. */
const { Module } = WebAssembly

/** What compiles a WebAssembly module from its text in Base64 when it is first asked for. */
export function compiledOnce(text: string): () => WebAssembly.Module {
  let module: WebAssembly.Module | null = null
  return () => {
    module ??= new Module(encodeBase64(text) as Uint8Array<ArrayBuffer>)
    return module
  }
}
