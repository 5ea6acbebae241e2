// What the engine says of a locale that is none.
// differs under a newer engine: V8 words some of its messages differently in Node 26
// differs in Chromium: the browser's engine is newer than Node's and words some of its messages differently
try {
  new Date(0).toLocaleString('nonsense_')
} catch (error) {
  console.log(error.name, error.message)
}
