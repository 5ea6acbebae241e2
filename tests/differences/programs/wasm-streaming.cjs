// area: Objects
// difference: `WebAssembly.compileStreaming` and `instantiateStreaming` are not there.
// why: They take a response of `fetch` while it comes; `WebAssembly.compile` of all its bytes does the same.
console.log(typeof WebAssembly.compileStreaming, typeof WebAssembly.instantiateStreaming, typeof WebAssembly.compile)
