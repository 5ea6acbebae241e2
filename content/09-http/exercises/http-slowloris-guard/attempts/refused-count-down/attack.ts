import net from 'node:net'

const [host = 'a', port = '8080', count = '60'] = process.argv.slice(2)
let open = 0

function guest(number: number) {
  const socket = net.connect(Number(port), host)
  let timer: NodeJS.Timeout | undefined
  socket.on('connect', () => {
    open++
    socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Guest: ${number}\r\n`)
    timer = setInterval(() => socket.write(`X-${Math.random().toString(36).slice(2)}: 1\r\n`), 3000)
  })
  socket.on('data', () => {})
  socket.on('error', () => {})
  socket.on('close', () => {
    if (timer) open--
    clearInterval(timer)
    setTimeout(guest, 2000, number) // take the place again
  })
}

for (let number = 0; number < Number(count); number++) guest(number)
setInterval(() => console.log(open, 'connections are open'), 10_000)
