import net from 'node:net'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })

process.stdin.pipe(socket) // the end of the input is our FIN
socket.pipe(process.stdout) // which does not keep us from reading
socket.on('error', () => {})
