function deep(n) {
  if (n === 0) throw new RangeError('bottom')
  deep(n - 1)
}
Error.stackTraceLimit = 3
try {
  deep(5)
} catch (error) {
  console.log(error.stack)
}
Error.stackTraceLimit = 10
const holder = {}
Error.captureStackTrace(holder, deep)
console.log(typeof holder.stack, holder.stack.split('\n').length > 2)
Error.prepareStackTrace = (error, sites) => `${error.message}: ${sites[0].getFunctionName()} ${sites[0].getLineNumber()}`
try {
  deep(1)
} catch (error) {
  console.log(error.stack)
}
Error.prepareStackTrace = undefined
try {
  ;(function recurse() {
    recurse()
  })()
} catch (error) {
  console.log(error.name, error.message)
}
