import net from 'node:net'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })

process.stdin.pipe(socket) // the end of the input is our FIN
let answer = ''
socket.on('data', (text) => {
  answer += String(text)
})
socket.on('end', () => console.log(answer.trim()))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
