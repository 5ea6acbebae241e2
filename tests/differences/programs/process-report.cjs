// area: Programs
// difference: `process.report` and `process.execve` do nothing for a simulated process.
// why: A report tells of V8 and the machine; another program in a process's place would need what only a kernel has.
console.log(typeof process.report.getReport)
try {
  process.execve('/bin/true', ['true'])
} catch ({ message }) {
  console.log(message)
}
