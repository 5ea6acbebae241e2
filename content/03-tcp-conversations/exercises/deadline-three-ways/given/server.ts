/**
 * Somebody to ask. It answers every question, in two pieces. Some questions it answers in its own way: slow (a long
 * pause between the pieces), drops (a byte now and then, for ever), silence (nothing), end (a FIN) and reset (a RST).
 */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

net.createServer((socket) => void talk(socket).catch(() => socket.destroy())).listen(params.port)

async function talk(socket: net.Socket): Promise<void> {
  socket.setNoDelay(true)
  let rest = ''
  for await (const text of socket.setEncoding('utf8')) {
    const questions = (rest + text).split('\n')
    rest = questions.pop()!
    for (const question of questions) await answer(socket, question)
  }
}

async function answer(socket: net.Socket, question: string): Promise<void> {
  const pause = 0.7 * params.idleMs // short enough for the idle clock
  if (question === 'silence') return
  if (question === 'end') return void socket.end()
  if (question === 'reset') return void socket.resetAndDestroy()
  while (question === 'drops' && socket.writable) {
    socket.write('x')
    await wait(pause)
  }
  const bytes = Buffer.from(`${question}: 5 €\n`)
  const cut = bytes.length - 3 // after the first of the three bytes of €
  socket.write(bytes.subarray(0, cut))
  await wait(question === 'slow' ? pause : 20)
  socket.write(bytes.subarray(cut))
}
