// Message channels: order, when a port keeps the process alive, what happens to what is not read.
const { MessageChannel, receiveMessageOnPort, BroadcastChannel } = require('node:worker_threads')
const attempt = (what, run) => {
  try {
    console.log(what, run())
  } catch (error) {
    console.log(what, error.name, error.code, error.message)
  }
}

{
  const { port1, port2 } = new MessageChannel()
  port1.postMessage({ a: 1 })
  port1.postMessage(2)
  attempt('asked for', () => receiveMessageOnPort(port2))
  attempt('asked for', () => receiveMessageOnPort(port2))
  attempt('nothing left', () => receiveMessageOnPort(port2))
  attempt('no port', () => receiveMessageOnPort({}))
  attempt('nothing to say', () => port1.postMessage())
  attempt('bad list', () => port1.postMessage(1, 3))
  attempt('bad transfer', () => port1.postMessage(1, { transfer: 3 }))
  attempt('itself', () => port1.postMessage(1, [port1]))
  attempt('the same', () => structuredClone(port1, { transfer: [port1, port1] }))
}

const order = new MessageChannel()
order.port2.onmessage = ({ data, ports, target }) => {
  console.log('message', data, ports.length, target === order.port2)
  process.nextTick(() => console.log('tick', data))
  Promise.resolve().then(() => console.log('microtask', data))
  if (data === 3) order.port2.close()
}
order.port2.on('close', () => console.log('closed', order.port2.hasRef()))
order.port1.on('close', () => console.log('other end closed'))
for (const value of [1, 2, 3]) order.port1.postMessage(value)
setImmediate(() => console.log('immediate'))

// A port on its way through another takes along what it has not read.
const inner = new MessageChannel()
const outer = new MessageChannel()
inner.port1.postMessage('was waiting')
outer.port2.on('message', ({ port }) => {
  port.on('message', (text) => {
    console.log('through', text)
    port.close()
    outer.port2.close()
  })
})
outer.port1.postMessage({ port: inner.port2 }, [inner.port2])
inner.port1.postMessage('came after')
attempt('taken away', () => structuredClone(inner.port2, { transfer: [inner.port2] }))

const left = new BroadcastChannel('news')
const right = new BroadcastChannel('news')
const elsewhere = new BroadcastChannel('other')
elsewhere.onmessage = () => console.log('must not come')
right.onmessage = ({ data }) => {
  console.log('broadcast', data)
  left.close()
  right.close()
  elsewhere.close()
  attempt('after the end', () => right.postMessage('x'))
}
left.postMessage(['to all'])
