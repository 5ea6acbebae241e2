import { createReadStream } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sirv from 'sirv'
import { course, isShippedCourse } from '#grading/course/index.ts'
import { DEFAULT_PORT, Desk, SUBMISSIONS_PATH, SubmissionDesk } from '#grading/desk/index.ts'
import { isolationHeaders } from '#labs/offline/index.ts'
import { CommandError } from './command-error.ts'
import { openPool } from './pool.ts'
import { builtSite } from './site/index.ts'

const HELP = `Usage: ackademy start [--port N] [--host H]

Builds the site of a course if it is out of date and serves it on this machine until Ctrl+C. Submit in the lab and \`ackademy submit\` grade here,
in Docker.
  --port N      first port to try (default ${DEFAULT_PORT}); if it is busy, the next one is tried; 0: any free port
  --host H      address to listen on (default localhost: this machine only; 0.0.0.0: all addresses)
`

/** Pages that are made for other sites' pages. */
const EMBEDDED = /^\/embed\//
/** Longest time that a client may take to send its request. */
const LONGEST_REQUEST_MS = 30_000
const MOST_CONNECTIONS = 500

/** Serves the built site until it is interrupted; the last line printed is its address. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      host: { type: 'string', default: 'localhost' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const first = Number(values.port)
  if (!Number.isInteger(first) || first < 0 || first > 65535)
    throw new CommandError(`--port ${values.port}: a port is a whole number from 0 to 65535`)
  if (!isShippedCourse()) process.stderr.write(`The course is ${course().plan.title}, in ${course().root}\n`)
  const site = await builtSite()
  // One container boots while another works, so that the next submission finds it ready.
  const grader = new SubmissionDesk(() => openPool({ jobs: 1, ahead: 1 }))
  const server = await listen(
    site,
    first,
    values.host,
    new Desk({
      grade: (submission, signal) => grader.grade(submission, signal),
      listensOn: values.host,
      log: (line) => process.stderr.write(`ackademy start: ${line}\n`),
    }),
  )
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : first
  const name = ['0.0.0.0', '::'].includes(values.host) ? 'localhost' : values.host
  process.stdout.write(`Ackademy is at http://${name}:${port}/\n`)
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve)
  })
  server.closeAllConnections()
  server.close()
  await grader.close()
  return 0
}

function protect(response: ServerResponse, path: string): void {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  // A figure may stand in any page; a page with a Submit button in somebody else's could be clicked unseen.
  if (!EMBEDDED.test(path)) response.setHeader('Content-Security-Policy', "frame-ancestors 'self'")
  for (const [name, value] of Object.entries(isolationHeaders(path))) response.setHeader(name, value)
}

/** Answers what the site doesn't have with its own page for that, as every static host does. */
function notFound(site: string, response: ServerResponse): void {
  protect(response, '/404.html')
  response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' })
  // The site may be under construction, without any page.
  const page = createReadStream(join(site, '404.html'))
  page.on('error', () => response.end('Not found\n'))
  page.pipe(response)
}

/** Serves the folder `site` and the desk at the first free port from `first` on. */
async function listen(site: string, first: number, host: string, desk: Desk): Promise<Server> {
  const files = sirv(site, {
    // Checks for the file at each request: the site may be rebuilt while it is served.
    dev: true,
    etag: true,
    gzip: false,
    setHeaders: protect,
  })
  for (let port = first; port < Math.min(first + 100, 65536); port++) {
    const server = createServer((request, response) => {
      if (request.url === SUBMISSIONS_PATH) void desk.take(request, response)
      else files(request, response, () => notFound(site, response))
    })
    server.requestTimeout = LONGEST_REQUEST_MS
    server.headersTimeout = LONGEST_REQUEST_MS
    server.maxConnections = MOST_CONNECTIONS
    const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once('error', resolve)
      server.listen(port, host, () => resolve(null))
    })
    if (!failure) return server
    if (failure.code !== 'EADDRINUSE')
      throw new CommandError(`cannot listen on ${host}, port ${port}: ${failure.message}`)
  }
  throw new CommandError(`no free port between ${first} and ${first + 99}`)
}
