import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const LONGEST = 1_000 // characters of a line
const MOST_UNREAD = 65_536 // characters of answers that a client leaves unread
const MOST_WAITING = 3 * params.workers
const LAST_MS = 1_000 // for clients to close, after the last answer

/** Looks up a price: the scarce thing, so never more than `params.workers` at once. Use it as it is. */
async function work(item: string): Promise<string> {
  await sleep(params.workMs)
  if (item.startsWith('bad')) throw new Error(`${item} has no price`)
  return `${item} costs ${item.length} euros`
}

interface Question {
  client: net.Socket
  number: string
  item: string
  timer?: NodeJS.Timeout
}

const waiting = new Set<Question>() // the oldest first
const clients = new Set<net.Socket>()
let working = 0
let isDraining = false

function receive(client: net.Socket, line: string): void {
  if (line === 'ping') return void answer(client, `pong ${working} ${waiting.size}`)
  const [, number, ms, item] = /^(\d+) @(\d{1,9}) (.+)$/.exec(line) ?? []
  if (!number || !ms || !item) return void client.destroy()
  const question: Question = { client, number, item }
  if (isDraining) answer(client, `${number} busy`)
  else if (working < params.workers) void begin(question)
  else if (waiting.size < MOST_WAITING) wait(question, Number(ms))
  else answer(client, `${number} busy`)
}

function wait(question: Question, ms: number): void {
  waiting.add(question)
  question.timer = setTimeout(() => {
    leave(question)
    answer(question.client, `${question.number} late`)
    endWhenDone()
  }, ms)
}

function leave(question: Question): void {
  clearTimeout(question.timer)
  waiting.delete(question)
}

async function begin(question: Question): Promise<void> {
  working++
  const result = await work(question.item).catch(() => 'error')
  working--
  answer(question.client, `${question.number} ${result}`)
  const [next] = waiting
  if (next) {
    leave(next)
    void begin(next)
  }
  endWhenDone()
}

function forget(client: net.Socket): void {
  clients.delete(client)
  for (const question of waiting) if (question.client === client) leave(question)
  endWhenDone()
}

function endWhenDone(): void {
  if (!isDraining || working > 0 || waiting.size > 0) return
  for (const client of clients) {
    client.end()
    setTimeout(() => client.destroy(), LAST_MS).unref()
  }
}

process.on('SIGTERM', () => {
  isDraining = true
  server.close()
  endWhenDone()
})

function answer(client: net.Socket, line: string): void {
  if (!client.writable) return
  client.write(`${line}\n`)
  if (client.writableLength > MOST_UNREAD) client.destroy()
}

const server = net.createServer((client) => {
  let rest = ''
  clients.add(client)
  client.setEncoding('utf8')
  client.on('error', () => {}) // 'close' follows
  client.on('close', () => forget(client))
  client.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) receive(client, line)
    if (rest.length > LONGEST) client.destroy()
  })
})
server.listen(params.port)
