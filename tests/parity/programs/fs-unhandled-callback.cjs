// An error of a stream that nobody listens to.
const fs = require('fs')
const folder = fs.mkdtempSync('/tmp/parity-')
process.chdir(folder)
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
const attempt = (name, run) => {
  try {
    console.log(name, run())
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(folder, 'FOLDER'))
  }
}

fs.createReadStream('/nope/file.txt').on('data', () => {})
