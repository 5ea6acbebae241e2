import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('error', (error) => console.log(error.message))
    let line = 0
    const timer = setInterval(() => {
      line++
      if (line <= 6) socket.write(`line ${line} of 10\n`)
      else {
        clearInterval(timer)
        socket.resetAndDestroy() // as if the process had crashed with unread input
      }
    }, 20)
  })
  .listen(9000)
