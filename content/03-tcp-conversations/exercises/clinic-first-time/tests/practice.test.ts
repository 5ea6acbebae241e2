import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { brokenTest, test } from './setup.ts'

test('h3 a failing request gets an answer and affects nobody else', async ({ client, other }) => {
  expect(await other.ask(`SUM 1 ${params.wrong}\n`)).toBe('ERR SUM failed')
  expect(await other.ask('SUM 1 2\n')).toBe('3')
  expect(await client.ask('ECHO hello\n')).toBe('hello')
})

test('h4 an unknown command gets an error', async ({ client }) => {
  expect(await client.ask('constructor\n')).toBe('ERR no command constructor')
})

test('h5 answers come in the order of the requests', async ({ client }) => {
  await client.ask('ECHO first\n') // its module is there now, that of NAME is not
  await client.send('NAME\nECHO next\n')
  expect(await client.lines(2), 'the answers to NAME and ECHO next').toEqual(['server', 'next'])
})

test('h6 a client that resets its connection harms nobody else', async ({ lab, client, other }) => {
  await other.reset()
  await lab.settle()
  expect(await client.ask('ECHO hello\n')).toBe('hello')
})

test('h7 requests behind a failing one are answered', async ({ client }) => {
  await client.send(`SUM 1 ${params.wrong}\nECHO next\nSUM 1 2\n`)
  expect(await client.lines(3), 'the three answers').toEqual(['ERR SUM failed', 'next', '3'])
})

brokenTest('h8 the server answers whichever command fails', async ({ client }) => {
  expect(await client.ask('ECHO hello\n')).toBe('ERR ECHO failed')
  expect(await client.ask('SUM 1 2\n')).toBe('3')
})
