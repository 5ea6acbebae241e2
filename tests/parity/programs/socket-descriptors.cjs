// Descriptors of sockets: what kind they are, who may have them, buffers as Linux counts them, ports that are shared.
const dgram = require('node:dgram')
const net = require('node:net')
const fs = require('node:fs')
const os = require('node:os')

const attempt = (what, run) => {
  try {
    console.log(what, run())
  } catch (error) {
    console.log(what, error.name, error.code, error.message)
  }
}
attempt('no such descriptor', () => new net.Socket({ fd: 4000 }))
const path = `${os.tmpdir()}/ackademy-${process.pid}.sock`
const named = net.createServer().listen({ path, readableAll: true, writableAll: true }, () => {
  console.log('mode', (fs.statSync(path).mode & 0o066).toString(8))
  named.close()
})
const udp = dgram.createSocket('udp4')
udp.bind(0, '127.0.0.1', () => {
  console.log('receive', udp.getRecvBufferSize(), 'send', udp.getSendBufferSize())
  udp.setRecvBufferSize(10_000)
  udp.setSendBufferSize(10_000)
  console.log('receive', udp.getRecvBufferSize(), 'send', udp.getSendBufferSize())
  attempt('too large', () => udp.setRecvBufferSize(2 ** 31))
  udp.close(shared)
})

function shared() {
  const first = net.createServer().listen({ port: 0, host: '127.0.0.1', reusePort: true }, () => {
    const { port } = first.address()
    const second = net.createServer().listen({ port, host: '127.0.0.1', reusePort: true }, () => {
      console.log('both listen')
      const third = net.createServer().listen({ port, host: '127.0.0.1' })
      third.on('error', ({ code, syscall }) => {
        console.log('the third:', syscall, code)
        first.close()
        second.close()
      })
    })
  })
}
