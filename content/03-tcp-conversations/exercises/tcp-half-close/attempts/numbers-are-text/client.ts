import net from 'node:net'

const [host, port] = process.argv.slice(2)

const client = net.createConnection({ host: host!, port: Number(port), allowHalfOpen: true })
client.setEncoding('utf8')

client.on('data', (text) => process.stdout.write(text))
client.on('end', () => {
  client.end()
  process.stdout.write('', () => process.exit())
})
client.on('error', (error) => {
  console.error('client:', error.message)
  process.exit(2)
})

process.stdin.on('data', (chunk) => {
  if (!client.write(chunk)) {
    process.stdin.pause()
    client.once('drain', () => process.stdin.resume())
  }
})
process.stdin.on('end', () => client.end())
