// process.exitCode: what may be set, and what is refused.
for (const value of [0, '3', 1.5, 'x', null, undefined, true, 256, NaN, -1, 2n, '']) {
  try {
    process.exitCode = value
    console.log(typeof value, String(value), process.exitCode)
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
}
try { process.exit('x') } catch (error) { console.log(error.code, error.message) }
process.on('exit', (code) => { console.log('exit', code); process.exitCode = 7 })
process.exitCode = 300
