import { parseArgs } from 'node:util'
import { servedSite } from './site/index.ts'

const HELP = `Usage: ackademy dev [--port N] [--host H]

Serves the site of a course for its authors until Ctrl+C: a lesson or exercise shows in the page when it is saved.
Learners use \`ackademy start\`, or the site that \`ackademy build\` writes.
  --port N      the port (default 4321; if it is busy, the next one)
  --host H      address to listen on (default localhost: this machine only)
`

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string' }, host: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const { port, host } = values
  return servedSite([...(port === undefined ? [] : ['--port', port]), ...(host === undefined ? [] : ['--host', host])])
}
