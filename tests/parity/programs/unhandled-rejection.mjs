async function work() {
  await null
  throw new Error('nobody awaits this')
}
work()
setTimeout(() => console.log('never printed'), 50)
process.on('exit', (code) => console.log('exit', code))
