// process.exit in a callback ends the process there: what was written comes out, and nothing after runs.
const net = require('net')
process.on('exit', (code) => { console.log('exit', code, process.exitCode); setTimeout(() => console.log('never'), 0); process.nextTick(() => console.log('never')); Promise.resolve().then(() => console.log('never')) })
process.on('beforeExit', () => console.log('never: not by itself'))
const server = net.createServer((socket) => {
  socket.on('data', () => {
    console.log('data')
    process.exitCode = 9
    setImmediate(() => console.log('never'))
    process.exit()
  })
  socket.on('close', () => console.log('never'))
})
server.listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').write('x'))
