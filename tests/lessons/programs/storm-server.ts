// Works on one question at a time, 20 ms each. From 5 s to 10 s it hangs.
import net from 'node:net'

const queue: [net.Socket, string][] = []
let isWorking = false
let stuckUntil = 0
setTimeout(() => {
  stuckUntil = performance.now() + 5_000
}, 5_000)

net
  .createServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('error', () => {})
    socket.on('data', (lines: string) => {
      for (const line of lines.trim().split('\n')) queue.push([socket, line])
      if (!isWorking) work()
    })
  })
  .listen(9000)

function work() {
  const job = queue.shift()
  isWorking = job !== undefined
  if (!job) return
  const [socket, line] = job
  setTimeout(
    () => {
      socket.write(`${line}\n`)
      work()
    },
    20 + Math.max(0, stuckUntil - performance.now()),
  )
}
