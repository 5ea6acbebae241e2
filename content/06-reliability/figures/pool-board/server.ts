import net from 'node:net'

const balances: Record<string, string> = { ann: '9,120', bob: '3', cleo: '410', dan: '27', eve: '1,300', fay: '88' }
net
  .createServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('error', (error) => console.log(error.message))
    let busyUntil = 0 // one question after the other
    socket.on('data', (line: string) => {
      const name = line.trim()
      busyUntil = Math.max(busyUntil, performance.now()) + (isFirst(name) ? 200 : 50)
      setTimeout(() => socket.write(`${balances[name]} euros\n`), busyUntil - performance.now())
    })
  })
  .listen(9000)

let isAnnKnown = false
/** Ann's account is large, and not in memory at first. */
function isFirst(name: string): boolean {
  if (name !== 'ann' || isAnnKnown) return false
  isAnnKnown = true
  return true
}
