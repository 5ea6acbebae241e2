// signal: SIGINT after ready
process.once('SIGINT', () => {
  console.log('interrupted', process.listenerCount('SIGINT'))
  process.exit(130)
})
setInterval(() => {}, 1000)
console.log('ready')
