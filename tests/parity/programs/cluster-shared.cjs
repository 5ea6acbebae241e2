const cluster = require('node:cluster')
const assert = require('node:assert')
const net = require('node:net')
cluster.schedulingPolicy = cluster.SCHED_NONE

if (cluster.isPrimary) {
  cluster.setupPrimary({ args: ['one', 'two'], silent: false })
  console.log(cluster.settings.args, cluster.settings.exec === __filename)
  const worker = cluster.fork()
  worker.on('online', () => assert(worker.isConnected()))
  worker.on('listening', ({ port, address }) => {
    console.log('listening', address)
    const socket = net.connect(port)
    socket.on('data', (data) => console.log(String(data)))
    socket.on('close', () => worker.send('end'))
  })
  worker.on('message', (message) => console.log('message', message))
  worker.on('disconnect', () => console.log('disconnect'))
  worker.on('exit', (code, signal) => console.log('exit', code, signal))
  cluster.on('message', (from, message) => console.log('from', from.id, message))
} else {
  console.log('worker', cluster.worker.id, process.argv.slice(2), cluster.isWorker)
  net.createServer((socket) => socket.end('served')).listen(0, '127.0.0.1')
  process.on('message', (message) => {
    console.log('told', message)
    process.send('going')
    cluster.worker.kill()
  })
}
