// A folder of a program's own, in which it is from now on and which goes with it.
const fs = require('node:fs')

const folder = fs.mkdtempSync('/tmp/parity-')
process.chdir(folder)
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))

const failed = (name, error) => console.log(name, error.name, error.code, error.message.replaceAll(folder, 'FOLDER'))

/** Prints what `run` gives, or the error that it throws. */
function attempt(name, run) {
  try {
    console.log(name, run())
  } catch (error) {
    failed(name, error)
  }
}

/** The same where `run` gives a promise. */
async function attemptAsync(name, run) {
  try {
    console.log(name, await run())
  } catch (error) {
    failed(name, error)
  }
}

exports.folder = folder
exports.attempt = attempt
exports.attemptAsync = attemptAsync
