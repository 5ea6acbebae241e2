// What the engine says of a locale that is none.
// differs in Chromium: the browser's engine is newer than Node's and words some of its messages differently
try {
  new Date(0).toLocaleString('nonsense_')
} catch (error) {
  console.log(error.name, error.message)
}
