/**
 * Somebody to ask. It answers every question in two pieces, a moment apart, and leaves it to you to hang up. Some
 * questions it answers in its own way: long (many bytes), half (half an answer, then a FIN), reset (a RST) and
 * silence (nothing, to whatever is asked from then on).
 */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

net.createServer((socket) => void talk(socket).catch(() => socket.destroy())).listen(params.port)

async function talk(socket: net.Socket): Promise<void> {
  socket.setNoDelay(true)
  if (params.greeting) socket.write(params.greeting + params.end)
  let rest = ''
  for await (const text of socket.setEncoding('utf8')) {
    const questions = (rest + text).split('\n')
    rest = questions.pop()!
    for (const question of questions) await answer(socket, question)
  }
}

async function answer(socket: net.Socket, question: string): Promise<void> {
  if (question === 'silence') return new Promise(() => {})
  if (question === 'reset') return void socket.resetAndDestroy()
  const text = question === 'long' ? 'x'.repeat(params.size) : `${question}: 5 €`
  const bytes = Buffer.from(text + params.end)
  const cut = bytes.length - 3 // after the first of the three bytes of €
  socket.write(bytes.subarray(0, cut))
  if (question === 'half') return void socket.end()
  await wait(20)
  socket.write(bytes.subarray(cut))
}
