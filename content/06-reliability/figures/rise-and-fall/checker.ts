import net from 'node:net'
import { params } from './params.ts'

let isUp = true
let streak = 0
let changes = 0
for (let second = 1; second <= 20; second++) setTimeout(check, second * 1000, second)
setTimeout(() => console.log('changes:', changes), 22_000)

function check(second: number) {
  const socket = net.connect(9000, 'server')
  const timer = setTimeout(() => finish(false), 500)
  socket.on('error', () => finish(false))
  socket.on('connect', () => socket.write('ping\n'))
  socket.on('data', () => finish(true))

  function finish(isGood: boolean) {
    clearTimeout(timer)
    socket.removeAllListeners('data')
    socket.destroy()
    streak = isGood === isUp ? 0 : streak + 1
    if (streak < (isUp ? params.fall : params.rise)) return
    isUp = isGood
    streak = 0
    changes++
    console.log(second, 's:', isUp ? 'up' : 'down')
  }
}
