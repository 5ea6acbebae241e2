// beforeExit comes whenever nothing is left, and new work keeps the process; exit listeners come in order, once.
let times = 0
process.on('beforeExit', (code) => {
  console.log('beforeExit', code, ++times)
  if (times === 1) setTimeout(() => console.log('timer'), 5)
  if (times === 2) setImmediate(() => console.log('immediate'))
  if (times === 3) import('node:url').then(() => console.log('imported'))
  process.nextTick(() => console.log('tick'))
})
process.once('exit', () => console.log('first'))
process.prependListener('exit', (code) => console.log('before it', code))
process.exitCode = 4
console.log(process.listenerCount('exit'), process.emit('custom', 1))
