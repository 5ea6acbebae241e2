import dgram from 'node:dgram'

const PORT = 9000
const [to] = process.argv.slice(2)

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
if (to === undefined) listen()
else send(to)

function listen() {
  socket.on('message', (bytes, sender) => console.log(`${sender.address} says ${JSON.stringify(String(bytes))}`))
  socket.bind(PORT, () => console.log(`listening on UDP port ${PORT}`))
}

function send(to: string) {
  socket.send('hello', PORT, to, (error) => {
    console.log(error ? error.message : `sent to ${to}`)
    socket.close()
  })
}
