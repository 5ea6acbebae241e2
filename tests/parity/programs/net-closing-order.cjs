// Handles that close in one turn: the last to close is the first to say so, and its ticks and microtasks run before the next one.
const net = require('node:net')
const names = ['first', 'second', 'third']
const accepted = []
const clients = []

function closeAll() {
  for (const [i, name] of names.entries()) {
    clients[i].on('close', () => say(`client ${name}`)).destroy()
    accepted[i].on('close', () => say(`accepted ${name}`)).destroy()
  }
  server.close(() => console.log('server'))
}

function say(name) {
  console.log(name)
  process.nextTick(() => console.log(name, 'tick'))
  Promise.resolve().then(() => console.log(name, 'microtask'))
  if (name === 'client second')
    net
      .connect(1, '127.0.0.1')
      .on('close', () => console.log('closed in a close'))
      .destroy()
}

const server = net.createServer((socket) => {
  if (accepted.push(socket) === names.length) setImmediate(closeAll)
})
server.listen(0, '127.0.0.1', () => {
  for (const _ of names) clients.push(net.connect(server.address().port, '127.0.0.1'))
})
