const dgram = require('dgram')
const socket = dgram.createSocket('udp4')
for (const attempt of [() => dgram.createSocket('udp5'), () => socket.send(5, 1), () => socket.address(), () => socket.setTTL(300), () => socket.connect(0), () => socket.remoteAddress()])
  try {
    attempt()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
const taken = dgram.createSocket('udp4').bind(0, '127.0.0.1', () => {
  socket.on('error', (error) => {
    console.log(error.code, error.syscall, error.address)
    taken.close()
    socket.close()
    const large = dgram.createSocket('udp4')
    large.send(Buffer.alloc(70000), 9, '127.0.0.1', (failure) => {
      console.log(failure.code, failure.syscall)
      large.close()
    })
  })
  socket.bind(taken.address().port, '127.0.0.1')
})
taken.on('close', () => console.log('closed'))
