process.on('exit', (code) => {
  console.log('exit', code, process.exitCode)
  process.exitCode = 9
})
process.on('beforeExit', (code) => console.log('beforeExit', code))
process.exitCode = 4
setTimeout(() => console.log('work'), 1)
