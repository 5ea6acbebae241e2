// What a shell makes of a line: lists, pipes, redirections, variables, exit statuses, its own words for what is wrong.
const { exec, spawn } = require('node:child_process')
const { mkdtempSync, writeFileSync } = require('node:fs')

const folder = mkdtempSync('/tmp/shell-')
process.chdir(folder)
writeFileSync('a.txt', 'one\ntwo\n')
writeFileSync('.hidden', '')
writeFileSync('exit.js', 'process.exit(Number(process.argv[2]))')
writeFileSync('killed.js', "process.kill(process.pid, 'SIGKILL')")
writeFileSync('upper.js', "process.stdin.on('data', (data) => process.stdout.write(String(data).toUpperCase()))")
writeFileSync('script', '#!/bin/sh\necho script $1 "$2" $#\n', { mode: 0o755 })
const node = `"${process.execPath}"`
const lines = [
  'echo hello "a  b" \'c  d\' e\\ f # comment',
  `cat a.txt | ${node} upper.js | cat`,
  'cat < a.txt > b.txt; echo more >> b.txt && cat b.txt',
  'cat nothere || echo "no file: $?"',
  'nothere x',
  'ls; ls -a; ls nothere a.txt',
  'cd / && pwd',
  '(cd /; pwd); pwd | cat; pwd >&2',
  'X=1; Y="$X 2"; echo $Y "${Y}" $NOTHING ""; A=b env | cat >/dev/null; echo $?',
  '{ echo out; echo err 1>&2; } 2>&1 | cat',
  'false; echo $?; true && echo yes || echo no; ! true; echo $?',
  'echo one; exit 3; echo two',
  'cat < /no/such/file',
  'echo x > /no/such/folder/file',
  'echo )',
  'echo a |',
  `${node} exit.js 5; echo $?; ${node} killed.js; echo $?`,
  'sleep 0.02 & echo first; sleep 0.2',
  'exec cat a.txt',
  './script x "y z"',
  'env -i X=1; sleep x',
  'echo *.js; echo *.nothing "*.js" \\*.js; echo [ae]*.??[!s] [!a-z]*; echo .h*',
  'P="*.txt"; echo $P "$P"; cat a.tx[s-u] | wc -l',
  'echo /usr/b[h-j]n /no*/x */ ???????',
]

function run([line, ...rest]) {
  exec(line, { env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root', LC_ALL: 'C' } }, (error, ...output) => {
    const shown = [line, error?.code ?? 0, ...output].map((text) => `${text}`.replaceAll(folder, 'FOLDER').replaceAll(node, 'node'))
    console.log(shown)
    if (rest.length > 0) run(rest)
    else useCat()
  })
}
run(lines)

function useCat() {
  const cat = spawn('cat')
  cat.stdout.on('data', (data) => {
    console.log('cat', `${data}`)
    cat.stdin.end()
  })
  cat.on('close', (...how) => console.log('cat closed', how))
  cat.stdin.write('hello')
  const sleep = spawn('sleep', ['100']).on('exit', (...how) => console.log('sleep', how))
  setTimeout(() => sleep.kill(), 2000)
  exec('sleep 10; echo no', { timeout: 200 }, ({ killed, signal }, output) => console.log(killed, signal, output))
}
