// area: Programs
// difference: `process.report` and `process.execve` do nothing for a simulated process.
// why: A report describes V8 and the machine; replacing a process's program needs a real kernel.
console.log(typeof process.report.getReport)
try {
  process.execve('/bin/true', ['true'])
} catch ({ message }) {
  console.log(message)
}
