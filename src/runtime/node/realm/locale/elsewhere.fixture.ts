/** Prints what could depend on the machine that a process runs on. The text must be the same on every machine. */
import { runProgram } from '../run-program.fixture.ts'

const { stdout, stderr } = await runProgram(`
  const os = require('os')
  const date = new Date(2026, 0, 1)
  console.log(date, String(date), date.getHours(), date.toLocaleString(), Intl.DateTimeFormat().format(), Intl.DateTimeFormat().resolvedOptions())
  console.log((1234.5).toLocaleString(), new Intl.NumberFormat().resolvedOptions(), 'I'.toLocaleLowerCase(), new Date(), Date())
  console.log(Math.random(), performance.timeOrigin, performance.now(), process.hrtime(), process.uptime(), process.memoryUsage(), process.cpuUsage(), process.resourceUsage())
  console.log(os.hostname(), os.cpus(), os.loadavg(), os.freemem(), os.totalmem(), os.uptime(), os.userInfo(), os.homedir(), os.tmpdir(), os.networkInterfaces(), os.release(), os.version(), os.machine())
  console.log(process.pid, process.ppid, process.title, process.env, process.cwd(), process.execPath, process.argv, process.umask(), process.getuid())
  console.log(new Error('where').stack)
`)
process.stdout.write(stdout + stderr)
