import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    socket.setEncoding('utf8')
    let rest = ''
    socket.on('data', (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) console.log('line', JSON.stringify(line))
    })
    socket.on('end', () => {
      console.log('the stream ends, left over:', JSON.stringify(rest))
      if (params.keepTail && rest !== '') console.log('line', JSON.stringify(rest))
    })
  })
  .listen(9000)
