import net from 'node:net'
import { once } from 'node:events'
import { params } from './params.ts'

export async function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  const replies: string[] = []
  if (questions.length === 0) return replies
  const socket = net.connect(port, host)
  socket.on('error', () => {})
  socket.setEncoding('utf8')

  const talk = async () => {
    await once(socket, 'connect')
    socket.write(questions.join('\n') + '\n')
    let rest = ''
    let greeted = params.greeting === ''
    for await (const text of socket) {
      const parts = (rest + text).split(params.end)
      rest = parts.pop()!
      for (const part of parts) {
        if (!greeted) greeted = true
        else replies.push(part)
      }
      if (replies.length >= questions.length) return replies.slice(0, questions.length)
    }
    if (rest) replies.push(rest)
    throw Object.assign(new Error('connection closed'), { code: 'EOF' })
  }
  const deadline = new Promise<never>((_, reject) => {
    setTimeout(() => reject(Object.assign(new Error('too slow'), { code: 'DEADLINE' })), params.deadline)
  })
  try {
    return await Promise.race([talk(), deadline])
  } catch (error) {
    throw Object.assign(error as Error, { replies })
  } finally {
    socket.destroy()
  }
}
