// A pipe from another process blocks whoever reads it at once, by its number or as /dev/stdin; a file is read from there as well.
const { exec } = require('node:child_process')
const { writeFileSync } = require('node:fs')

const reader = '/tmp/reader.js'
writeFileSync(reader, "console.log([require('fs').readFileSync(process.argv[2] ? process.argv[2] : 0, 'utf8')])")
const node = `"${process.execPath}"`
const lines = [
  `echo a | ${node} ${reader}`,
  `(sleep 0.1; echo late) | ${node} ${reader}`,
  `(echo one; sleep 0.1; echo two) | ${node} ${reader} /dev/stdin`,
  `${node} ${reader} /dev/stdin < ${reader}`,
  `cat ${reader} ${reader} | head -n 1 | wc -c; echo a b | wc; head -c 3 ${reader}; wc -l ${reader} nothere`,
]
function run([line, ...rest]) {
  exec(line, (_, stdout, stderr) => {
    console.log(line.replaceAll(node, 'node'), [stdout, stderr])
    if (rest.length > 0) run(rest)
  })
}
run(lines)
