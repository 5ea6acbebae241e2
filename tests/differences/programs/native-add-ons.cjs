// area: Programs
// difference: Native add-ons cannot be loaded.
// why: They are machine code, and a page has no use for it.
try {
  process.dlopen({ exports: {} }, '/none.node')
} catch ({ message }) {
  console.log(message)
}
