import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (reply) => {
  console.log('heard', String(reply))
  clearTimeout(timer)
})
let timer: NodeJS.Timeout
ask(1)

/** Sends the request up to four times, and waits twice as long after each. */
function ask(n: number) {
  if (n > 4) return console.log('no reply')
  socket.send('#7f3a add 5', 9000, 'server')
  timer = setTimeout(ask, 250 * 2 ** (n - 1), n + 1)
}
