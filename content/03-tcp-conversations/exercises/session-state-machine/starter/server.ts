import net from 'node:net'
import { params } from './params.ts'

type State = 'new' | 'known' | 'closing'

const server = net.createServer((socket) => {
  let state: State = 'new'
  socket.on('data', (chunk) => {
    console.log(state, String(chunk))
    // Your turn: take the lines out of the bytes. What a line means depends on the state.
  })
})

server.listen(params.port)
