// A pipe of a shell whose reader ends with something unread: its writer hears EPIPE; a socket's would hear ECONNRESET.
const { exec } = require('node:child_process')
const node = `"${process.execPath}"`
const writer = [
  "process.stdout.on('error', ({ code, syscall }) => { console.error(code, syscall); process.exit(42) })",
  "const next = () => { process.stdout.write('line'); setImmediate(next) }",
  'next()',
].join('; ')
const reader = "process.stdin.once('data', () => process.exit(1))"
exec(`${node} -e "${writer}" | ${node} -e "${reader}"`, (error, stdout, stderr) => {
  console.log(error.code, JSON.stringify(stdout), JSON.stringify(stderr))
})
