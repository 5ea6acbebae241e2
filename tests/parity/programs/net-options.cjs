// Every way to call listen and connect, and what each refuses.
const net = require('net')
const wrong = [
  () => net.connect(),
  () => net.connect({}),
  () => net.connect({ port: -1 }),
  () => net.connect({ port: 65536 }),
  () => net.connect('99999'),
  () => net.connect({ port: 1, localAddress: 'x' }),
  () => net.connect({ port: 1, localPort: 'x' }),
  () => net.connect({ port: 1, family: 5, host: 'localhost' }),
  () => net.createServer().listen(65536),
  () => net.createServer().listen({}),
  () => net.createServer().listen({ port: 'x' }),
  () => net.createServer('no'),
  () => net.createServer({ highWaterMark: -1 }).listen(),
  () => new net.Socket({ fd: -1 }),
  () => new net.Socket().setTimeout('soon'),
  () => new net.Socket().setTimeout(-1),
  () => new net.Socket().write(),
  () => new net.Socket().write(null),
  () => new net.Socket().write(5),
  () => new net.Socket({ objectMode: true }),
]
for (const call of wrong) {
  try {
    const result = call()
    result.on?.('error', () => {})
    result.destroy?.()
    result.close?.()
    console.log(String(call), 'returns', result.constructor.name)
  } catch (error) {
    console.log(String(call), error.name, error.code, error.message)
  }
}
console.log(net._normalizeArgs([80, 'localhost', () => {}]).slice(0, 1), Object.keys(net).join())
