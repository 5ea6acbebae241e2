console.log(navigator.userAgent, navigator.language, navigator.languages, navigator.platform)
console.log(typeof navigator.hardwareConcurrency, navigator instanceof Navigator, String(navigator), 'EventSource' in globalThis)
console.log(Object.getOwnPropertyDescriptor(globalThis, 'navigator').enumerable, Object.keys(globalThis).includes('navigator'))
try {
  new Navigator()
} catch (error) {
  console.log(error.name, error.code, error.message)
}
