import net from 'node:net'
import { params } from './params.ts'

type Command = (words: string[]) => string

/** Each command is a module of its own, loaded when somebody first asks for it. */
const commands: Record<string, () => Promise<{ default: Command }>> = {
  ECHO: () => import('./echo.ts'),
  NAME: () => import('./name.ts'),
  SUM: () => import('./sum.ts'),
}

const server = net.createServer((socket) => {
  let rest = ''
  let turn = Promise.resolve() // answers leave in the order of the requests

  const run = async (line: string) => {
    const [verb = '', ...words] = line.split(' ')
    const load = Object.hasOwn(commands, verb) ? commands[verb] : undefined
    if (!load) return `ERR no command ${verb}`
    try {
      const { default: command } = await load()
      return command(words)
    } catch (error) {
      return `ERR ${verb} ${(error as Error).message}`
    }
  }

  const answer = async (line: string) => {
    socket.write(`${await run(line)}\n`)
  }

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) turn = turn.then(() => answer(line))
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
