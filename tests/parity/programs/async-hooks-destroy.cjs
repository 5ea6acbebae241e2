// async_hooks: every handle and request of a connection, and a timer, are destroyed once, after their last callback.
const { createHook } = require('node:async_hooks')
const net = require('node:net')
const types = new Map()
const after = new Set()
const counts = {}
createHook({
  init: (id, type) => types.set(id, type),
  after: (id) => after.add(id),
  destroy(id) {
    const type = types.get(id)
    if (type === undefined || /Tick|Immediate|PROMISE/.test(type)) return
    counts[type] = (counts[type] ?? 0) + 1
    if (!after.has(id) && type !== 'TCPWRAP') console.log(`${type} was destroyed before its callback`)
  },
}).enable()
setTimeout(() => {}, 1)
const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1', () => {
  net.connect(server.address().port, '127.0.0.1').resume().on('close', () => server.close())
})
process.on('exit', () => console.log(Object.entries(counts).sort()))
