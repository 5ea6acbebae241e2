// input: some text\n
// args: --flag value
let text = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk) => (text += chunk))
process.stdin.on('end', () => {
  console.log(JSON.stringify(text), process.argv.slice(2))
  process.stdout.write('no newline')
  process.stderr.write('to stderr\n')
})
