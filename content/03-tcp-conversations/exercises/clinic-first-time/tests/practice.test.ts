import { expect, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'
import { brokenTest, test } from './setup.ts'

test('h3 a failing request gets an answer and affects nobody else', async ({ client, other }) => {
  await expect(other.ask(`SUM 1 ${params.wrong}\n`), 'the answer to a wrong SUM').toBe('ERR SUM failed')
  await expect(other.ask('SUM 1 2\n'), 'the answer to the next SUM').toBe('3')
  await expect(client.ask('ECHO hello\n'), 'the answer to another client after that').toBe('hello')
})

test('h4 an unknown command gets an error', async ({ client }) => {
  await expect(client.ask('constructor\n'), 'the answer to constructor').toBe('ERR no command constructor')
})

test('h5 answers come in the order of the requests', async ({ client }) => {
  // Its module is loaded now, that of NAME is not.
  await expect(client.ask('ECHO first\n'), 'the answer to ECHO').toBe('first')
  await client.send('NAME\nECHO next\n')
  await expect(client.lines(2), 'the answers to NAME and ECHO next').toEqual(['server', 'next'])
})

test('h6 a client that resets its connection harms nobody else', async ({ lab, client, other }) => {
  await other.reset()
  await lab.settle()
  await expect(client.ask('ECHO hello\n'), 'the answer to a client after another one’s reset').toBe('hello')
})

test('h7 requests behind a failing one are answered', async ({ client }) => {
  await client.send(`SUM 1 ${params.wrong}\nECHO next\nSUM 1 2\n`)
  await expect(client.lines(3), 'the three answers').toEqual(['ERR SUM failed', 'next', '3'])
})

const throwing = (value: string) => `export default () => {
  throw ${value}
}
`

/** ECHO fails, and SUM works as before. */
async function expectOneFailure(client: TcpPeer): Promise<void> {
  await expect(client.ask('ECHO hello\n'), 'the answer to ECHO, whose module fails').toBe('ERR ECHO failed')
  await expect(client.ask('SUM 1 2\n'), 'the answer to SUM after that').toBe('3')
}

brokenTest(throwing("new Error('out of order')"))('h8 the server answers whichever command fails', ({ client }) =>
  expectOneFailure(client),
)

brokenTest(throwing('null'))('h9 what a command throws need not be an Error', ({ client }) => expectOneFailure(client))

brokenTest("throw new Error('out of order')\nexport default () => ''\n")(
  'h10 a module may fail while it is loaded',
  ({ client }) => expectOneFailure(client),
)
