// signal: SIGTERM after ready
process.on('exit', () => console.log('exit is not emitted'))
setInterval(() => {}, 1000)
console.log('ready')
