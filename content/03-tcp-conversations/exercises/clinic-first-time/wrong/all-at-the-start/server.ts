import net from 'node:net'
import * as echo from './echo.ts'
import * as name from './name.ts'
import { params } from './params.ts'
import * as sum from './sum.ts'

type Command = (words: string[]) => string

/** Each command is a module of its own, loaded when somebody first asks for it. */
const commands: Record<string, () => Promise<{ default: Command }>> = {
  ECHO: async () => echo,
  NAME: async () => name,
  SUM: async () => sum,
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
      console.error(line, error) // for us: the client cannot repair it
      return `ERR ${verb} failed`
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
