const cluster = require('node:cluster')
const net = require('node:net')

if (cluster.isPrimary) {
  const server = net.createServer().listen(0, () => {
    const worker = cluster.fork({ PORT: String(server.address().port) })
    worker.on('exit', (code) => {
      console.log('exit', code)
      server.close()
    })
  })
} else {
  const server = net.createServer()
  server.on('error', ({ code, syscall, message }) => {
    console.log(code, syscall, message.replace(/\d+$/, 'PORT'))
    process.exit(2)
  })
  server.listen(Number(process.env.PORT))
}
