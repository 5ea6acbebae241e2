import net from 'node:net'

const PORT = Number(process.argv[2] ?? 9000)
const WORK_MS = 200 // for each question; one at a time
const LONGEST = 1_024 // characters of a question
const MOST_QUEUED = 100

interface Job {
  question: string
  until: number
  answer(line: string): void
}
const queue: Job[] = []
let isWorking = false

net
  .createServer((socket) => {
    let received = ''
    socket.setEncoding('utf8')
    socket.on('error', (error) => console.log(error.message))
    socket.on('data', (chunk: string) => {
      const lines = (received + chunk).split('\n')
      received = lines.pop() ?? ''
      if (received.length > LONGEST) return socket.destroy()
      for (const line of lines) take(line, (answer) => socket.write(`${answer}\n`))
    })
  })
  .listen(PORT, () => console.log('selling on port', PORT))

/** `@480 tea` asks for the price of tea, and is worth nothing after 480 ms. */
function take(line: string, answer: Job['answer']) {
  if (line === 'ping') return answer('pong')
  const [, ms = '1000', question = line] = /^@(\d+) (.*)$/.exec(line) ?? []
  if (queue.length >= MOST_QUEUED) return answer('busy')
  queue.push({ question, until: performance.now() + Number(ms), answer })
  if (!isWorking) work()
}

function work() {
  const job = queue.shift()
  isWorking = job !== undefined
  if (!job) return
  if (performance.now() + WORK_MS > job.until) {
    job.answer('busy')
    return work()
  }
  setTimeout(() => {
    job.answer(`${job.question} costs ${job.question.length} euros at port ${PORT}`)
    work()
  }, WORK_MS)
}
