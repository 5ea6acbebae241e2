// area: Programs
// difference: Native add-ons cannot be loaded.
// why: They are machine code, which a page can't run.
try {
  process.dlopen({ exports: {} }, '/none.node')
} catch ({ message }) {
  console.log(message)
}
