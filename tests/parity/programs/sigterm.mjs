// signal: SIGTERM after ready
process.on('SIGTERM', (signal, number) => {
  console.log('got', signal, number)
  clearInterval(timer)
  process.exitCode = 5
})
const timer = setInterval(() => {}, 1000)
console.log('ready')
