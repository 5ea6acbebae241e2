import net from 'node:net'

const balances: Record<string, string> = { ann: '9,120 euros', bob: '3 euros' }
net
  .createServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('error', (error) => console.log(error.message))
    socket.on('data', (name: string) => {
      // Ann's account is large, and takes longer.
      setTimeout(() => socket.write(`${balances[name.trim()]}\n`), name === 'ann\n' ? 120 : 50)
    })
  })
  .listen(9000)
