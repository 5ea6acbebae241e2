// area: Objects
// difference: `WebAssembly.compileStreaming` and `instantiateStreaming` are missing.
// why: They compile a `fetch` response while it arrives; `WebAssembly.compile` takes all its bytes at once.
console.log(typeof WebAssembly.compileStreaming, typeof WebAssembly.instantiateStreaming, typeof WebAssembly.compile)
