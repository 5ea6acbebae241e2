/** Makes three calls at once with your client, and prints what becomes of each. */
import { Client } from './client.ts'
import { params } from './params.ts'

const client = new Client('server', params.port)
const calls = [
  ['ECHO', 'one'],
  ['REVERSE', 'two 👍'],
  ['SING', 'three'],
] as const
await Promise.all(
  calls.map(([command, argument]) =>
    client.call(command, argument, { timeoutMs: 2_000 }).then(
      (answer) => console.log(command, argument, '→', answer),
      (error) => console.log(command, argument, '→ rejected:', error.message),
    ),
  ),
)
client.close()
