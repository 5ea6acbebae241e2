import { encodeBase64 } from '../encodings.ts'

/** Captured before a program can change it. */
const { Module } = WebAssembly

/** Returns a function that compiles a WebAssembly module from Base64 on its first call. */
export function compiledOnce(text: string): () => WebAssembly.Module {
  let module: WebAssembly.Module | null = null
  return () => {
    module ??= new Module(encodeBase64(text) as Uint8Array<ArrayBuffer>)
    return module
  }
}
