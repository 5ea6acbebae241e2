import net from 'node:net'
import { params } from './params.ts'

const WORK_MS = 200 // for a question, one at a time: 5 per second
const TOO_OLD_MS = 700

const queue: { question: string; at: number; answer(line: string): void }[] = []
let isWorking = false

net
  .createServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('error', (error) => console.log(error.message))
    socket.on('data', (lines: string) => {
      for (const question of lines.trim().split('\n')) take(question, (line) => socket.write(`${line}\n`))
    })
  })
  .listen(9000)

function take(question: string, answer: (line: string) => void) {
  if (params.queue === 'at most 3' && queue.length >= 3) return answer(`${question} busy`)
  queue.push({ question, at: performance.now(), answer })
  if (!isWorking) work()
}

function work() {
  const job = queue.shift()
  isWorking = job !== undefined
  if (!job) return
  if (params.queue === 'what is not too old' && performance.now() - job.at > TOO_OLD_MS) {
    job.answer(`${job.question} busy`)
    return work()
  }
  setTimeout(() => {
    job.answer(`${job.question} done`)
    work()
  }, WORK_MS)
}
