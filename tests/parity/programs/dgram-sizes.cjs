// Empty datagrams, lists of buffers, offsets, large ones; each arrives whole and in order.
const dgram = require('dgram')
const server = dgram.createSocket({ type: 'udp4', recvBufferSize: 400000 })
const got = []
server.on('message', (message, { size }) => {
  got.push([message.length, size, message.subarray(0, 8).toString('latin1')])
  if (got.length < 6) return
  for (const row of got) console.log(...row)
  server.close()
  client.close()
})
const client = dgram.createSocket('udp4')
server.bind(0, '127.0.0.1', () => {
  const { port } = server.address()
  const send = (...what) => new Promise((resolve) => client.send(...what, port, '127.0.0.1', (error, bytes) => resolve(console.log('sent', error?.code, bytes))))
  ;(async () => {
    await send('')
    await send([Buffer.from('ab'), 'cd', new Uint8Array([101, 102])])
    await send(Buffer.from('0123456789'), 3, 4)
    await send('é☃')
    await send(Buffer.alloc(9000, 'j'))
    await send(Buffer.alloc(65507, 'k'))
    await send(Buffer.alloc(65508))
  })()
})
